using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SupTickets.Kernels;

/// <summary>
/// y[i] = scale · x[i] + shift, bytes to floats: one colour plane of an image from 0…255 to the range a network is fed.
/// For the usual (x/255 − mean) / deviation: scale = 1 / (255 · deviation), shift = −mean / deviation.
/// </summary>
/// <remarks>A byte is exact as a float and each element is one fused multiply-add, so all tiers agree bit for bit.</remarks>
public static class Normalize
{
    /// <summary>Writes scale · x[i] + shift into every y[i]. Any length, any alignment.</summary>
    /// <param name="scale">What one grey level is worth.</param>
    /// <param name="shift">What black becomes.</param>
    /// <param name="x">Grey levels.</param>
    /// <param name="y">Receives the result; as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        int done = Vector512.IsHardwareAccelerated ? Wide512(scale, shift, x, y)
            : Vector256.IsHardwareAccelerated ? Wide256(scale, shift, x, y)
            : Vector128.IsHardwareAccelerated ? Wide128(scale, shift, x, y)
            : 0;
        Scalar(scale, shift, x[done..], y[done..]);
    }

    /// <summary>The definition, and the tail of the wide forms.</summary>
    internal static void Scalar(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.FusedMultiplyAdd(scale, x[i], shift);
    }

    private static int Wide512(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<byte, Vector128<byte>>(x);
        var ys = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var (scales, shifts) = (Vector512.Create(scale), Vector512.Create(shift));
        for (int i = 0; i < ys.Length; i++)
        {
            var words = Vector256.WidenLower(xs[i].ToVector256Unsafe());
            var integers = Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32();
            ys[i] = Vector512.FusedMultiplyAdd(scales, Vector512.ConvertToSingle(integers), shifts);
        }
        return ys.Length * Vector512<float>.Count;
    }

    private static int Wide256(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<byte, ulong>(x);
        var ys = MemoryMarshal.Cast<float, Vector256<float>>(y);
        var (scales, shifts) = (Vector256.Create(scale), Vector256.Create(shift));
        for (int i = 0; i < ys.Length; i++)
        {
            var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(xs[i]).AsByte());
            var integers = Vector256.WidenLower(words.ToVector256Unsafe()).AsInt32();
            ys[i] = Vector256.FusedMultiplyAdd(scales, Vector256.ConvertToSingle(integers), shifts);
        }
        return ys.Length * Vector256<float>.Count;
    }

    private static int Wide128(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<byte, uint>(x);
        var ys = MemoryMarshal.Cast<float, Vector128<float>>(y);
        var (scales, shifts) = (Vector128.Create(scale), Vector128.Create(shift));
        for (int i = 0; i < ys.Length; i++)
        {
            var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(xs[i]).AsByte());
            var integers = Vector128.WidenLower(words).AsInt32();
            ys[i] = Vector128.FusedMultiplyAdd(scales, Vector128.ConvertToSingle(integers), shifts);
        }
        return ys.Length * Vector128<float>.Count;
    }
}
