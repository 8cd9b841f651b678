using SupTickets.Networks;


namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// FLOPs for one sample: 2 for each multiply-add of convolutions and linear layers, nothing for the rest. A sparse layer
/// costs its connections' share of the dense layer. Layers must have been measured (<see cref="SparseNetwork.Measure"/>).
/// </summary>
public static class FlopCount
{
    /// <summary>Forward passes that one training sample costs: forward, gradient of the input, gradient of the weight.</summary>
    public const int ForwardPassesPerTrainingSample = 3;

    /// <summary>Forward FLOPs of the connections there are, f_S.</summary>
    public static long Inference(SparseNetwork network) => network.Layers.Sum(layer => 2 * UsesOf(layer) * layer.Weight.Connectivity.Count);

    /// <summary>Forward FLOPs if every layer were dense, f_D.</summary>
    public static long DenseInference(SparseNetwork network) => network.Layers.Sum(layer => 2 * Macs(layer));

    /// <summary>Multiply-adds of one layer for one sample if it were dense.</summary>
    public static long Macs(SparseLayer layer) => UsesOf(layer) * layer.Weight.Shape.Positions;

    /// <summary>
    /// Mean training FLOPs of a sample when one step in ΔT + 1 captures dense gradients: (3·f_S·ΔT + 2·f_S + f_D) / (ΔT + 1)
    /// (Evci et al., 2020, appendix on FLOPs).
    /// </summary>
    /// <param name="sparse">f_S.</param>
    /// <param name="dense">f_D.</param>
    /// <param name="interval">ΔT, at least 1.</param>
    public static double TrainingWithDenseGradients(double sparse, double dense, long interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        return (ForwardPassesPerTrainingSample * sparse * interval + 2 * sparse + dense) / (interval + 1);
    }

    private static long UsesOf(SparseLayer layer) => layer.Module.UsesPerSample > 0
        ? layer.Module.UsesPerSample
        : throw new InvalidOperationException($"the cost of layer '{layer.Name}' is not known yet: call SparseNetwork.Measure");
}
