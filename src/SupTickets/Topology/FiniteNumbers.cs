using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>Whether numbers are finite: neither NaN nor infinite.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all are. Where the numbers lie in memory of ours to read, one pass over them and no memory.</summary>
    public static bool AreAll(Tensor tensor) => AreAll([tensor]);

    /// <summary>The same of many tensors: a device is waited for once, however many lie there.</summary>
    public static bool AreAll(IEnumerable<Tensor> tensors) => AreAll(tensors, answer => answer.item<bool>());

    /// <summary>The same, with a way to read the answer of libtorch, which waits for the device.</summary>
    internal static bool AreAll(IEnumerable<Tensor> tensors, Func<Tensor, bool> read)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // By device, for an answer of two must lie on one of them.
        Dictionary<string, List<Tensor>> answers = [];
        foreach (Tensor tensor in tensors)
        {
            if (HostFloats.AreIn(tensor))
            {
                if (!AreAll(HostFloats.Of(tensor))) return false;
            }
            else if (tensor.is_floating_point())
            {
                string device = tensor.device.ToString();
                if (!answers.TryGetValue(device, out List<Tensor>? there)) answers.Add(device, there = []);
                there.Add(tensor.isfinite().all());
            }
        }

        return answers.Values.All(there => read(there.Count == 1 ? there[0] : stack([.. there]).all()));
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
