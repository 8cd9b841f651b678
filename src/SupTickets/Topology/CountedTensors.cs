using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>New parameters and buffers of a network. Each is counted before it takes memory; see <see cref="ParameterBudget"/>.</summary>
internal static class CountedTensors
{
    /// <summary>Zeros of the given sizes.</summary>
    /// <exception cref="ArgumentException">They are more than the network may have.</exception>
    public static Tensor Zeros(params long[] sizes) => Take(sizes) ? zeros(1).expand(sizes) : zeros(sizes);

    /// <summary>Ones of the given sizes.</summary>
    /// <exception cref="ArgumentException">They are more than the network may have.</exception>
    public static Tensor Ones(params long[] sizes) => Take(sizes) ? ones(1).expand(sizes) : ones(sizes);

    private static bool Take(long[] sizes) => ParameterBudget.Take(sizes.Aggregate(1L, (product, size) => checked(product * size)));
}
