using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>Whether numbers are finite: neither NaN nor infinite.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all are. Where the numbers lie in memory of ours to read, one pass over them and no memory.</summary>
    public static bool AreAll(Tensor tensor)
    {
        if (HostFloats.AreIn(tensor)) return AreAll(HostFloats.Of(tensor));
        if (!tensor.is_floating_point()) return true;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return tensor.isfinite().all().item<bool>();
    }

    /// <summary>Whether all are.</summary>
    public static bool AreAll(ReadOnlySpan<float> numbers)
    {
        // A finite number times zero is zero; any other gives NaN, which no later sum loses.
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> vector in wide) sums += vector * Vector<float>.Zero;
        float sum = Vector.Sum(sums);
        foreach (float number in numbers[(wide.Length * Vector<float>.Count)..]) sum += number * 0;
        return float.IsFinite(sum);
    }
}
