using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Evaluation;

/// <summary>FLOPs of one sample through a network: 2 for each multiply-add of convolutions and linear layers.</summary>
/// <param name="Flops">FLOPs of its connections.</param>
/// <param name="OwnDense">FLOPs of the same network if every layer were dense.</param>
/// <param name="Dense">FLOPs of the dense network that it is compared with; for Small-Dense that network is wider.</param>
public sealed record InferenceCost(double Flops, double OwnDense, double Dense)
{
    /// <summary>The cost of a state of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">Its layers' connections.</param>
    /// <param name="input">The shape of a sample, [C, H, W].</param>
    /// <param name="standsFor">Makes the wider network that it is compared with; null if it is compared with itself.</param>
    public static InferenceCost Of(SparseNetwork network, NetworkState state, ImageShape input, Func<SparseNetwork>? standsFor)
    {
        network.Measure(input);
        Dictionary<string, long> uses = network.Layers.ToDictionary(layer => layer.WeightName, layer => layer.Module.UsesPerSample);
        double dense = FlopCount.DenseInference(network);
        return new(
            state.Layers.Sum(layer => 2.0 * uses[layer.Name] * layer.Connectivity.Count), dense, standsFor is null ? dense
                : DenseOf(standsFor, input));
    }

    private static double DenseOf(Func<SparseNetwork> make, ImageShape input)
    {
        using SparseNetwork network = make();
        network.Measure(input);
        return FlopCount.DenseInference(network);
    }
}
