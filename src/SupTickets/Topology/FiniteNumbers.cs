using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>Whether numbers are finite: neither NaN nor infinite.</summary>
internal static class FiniteNumbers
{
    /// <summary>
    /// Whether all numbers of <paramref name="tensor"/> are finite. Host float32 memory is read in one pass, without allocation.
    /// </summary>
    public static bool AreAll(Tensor tensor) => AreAll([tensor]);

    /// <summary>The same for many tensors. A device is waited for once, however many tensors lie there.</summary>
    public static bool AreAll(IEnumerable<Tensor> tensors) => AreAll(tensors, answer => answer.item<bool>());

    /// <summary>The same, with a function that reads libtorch's answer, which waits for the device.</summary>
    internal static bool AreAll(IEnumerable<Tensor> tensors, Func<Tensor, bool> read)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // By device: libtorch can combine answers only on one device.
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
        // A finite number times zero is zero. Any other gives NaN, and NaN stays in every later sum.
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> vector in wide) sums += vector * Vector<float>.Zero;
        float sum = Vector.Sum(sums);
        foreach (float number in numbers[(wide.Length * Vector<float>.Count)..]) sum += number * 0;
        return float.IsFinite(sum);
    }
}
