using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SupTickets.Kernels;

/// <summary>
/// y[i] += w · (x[i] − y[i]): one step of a running mean. With w = 1/n it is the mean of n tickets (Sup-tickets, Eq. 4),
/// with w = 1 − β the exponential mean of CIMA.
/// </summary>
/// <remarks>Each element is one subtraction and one fused multiply-add in every tier, so all tiers agree bit for bit.</remarks>
public static class Interpolate
{
    /// <summary>Moves every y[i] the share <paramref name="weight"/> of the way to x[i]. Any length, any alignment.</summary>
    /// <param name="weight">The share: 0 keeps y; any finite value is allowed.</param>
    /// <param name="x">What to move towards.</param>
    /// <param name="y">What is moved, in place; as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        int done = Vector512.IsHardwareAccelerated ? Wide512(weight, x, y)
            : Vector256.IsHardwareAccelerated ? Wide256(weight, x, y)
            : Vector128.IsHardwareAccelerated ? Wide128(weight, x, y)
            : 0;
        Scalar(weight, x[done..], y[done..]);
    }

    /// <summary>The definition, and the tail of the wide forms.</summary>
    internal static void Scalar(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.FusedMultiplyAdd(weight, x[i] - y[i], y[i]);
    }

    private static int Wide512(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var ys = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var share = Vector512.Create(weight);
        for (int i = 0; i < ys.Length; i++) ys[i] = Vector512.FusedMultiplyAdd(share, xs[i] - ys[i], ys[i]);
        return ys.Length * Vector512<float>.Count;
    }

    private static int Wide256(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector256<float>>(x);
        var ys = MemoryMarshal.Cast<float, Vector256<float>>(y);
        var share = Vector256.Create(weight);
        for (int i = 0; i < ys.Length; i++) ys[i] = Vector256.FusedMultiplyAdd(share, xs[i] - ys[i], ys[i]);
        return ys.Length * Vector256<float>.Count;
    }

    private static int Wide128(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector128<float>>(x);
        var ys = MemoryMarshal.Cast<float, Vector128<float>>(y);
        var share = Vector128.Create(weight);
        for (int i = 0; i < ys.Length; i++) ys[i] = Vector128.FusedMultiplyAdd(share, xs[i] - ys[i], ys[i]);
        return ys.Length * Vector128<float>.Count;
    }
}
