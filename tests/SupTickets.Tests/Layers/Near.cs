using static TorchSharp.torch;

namespace SupTickets.Tests.Layers;

/// <summary>Tensors that two ways of computing the same thing have made.</summary>
internal static class Near
{
    /// <summary>Every element within <paramref name="tolerance"/> of the largest one.</summary>
    public static void Require(Tensor expected, Tensor actual, string what, double tolerance = 1e-6)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Assert.Equal(expected.numel(), actual.numel());
        double largest = expected.abs().max().item<float>();
        double apart = (expected.view(-1) - actual.view(-1)).abs().max().item<float>();
        Assert.True(apart <= tolerance * Math.Max(largest, 1e-3), $"{what}: {apart} apart, the largest is {largest}");
    }
}
