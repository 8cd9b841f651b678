using SupTickets.Networks;


namespace SupTickets.Training;

/// <summary>
/// Training FLOPs, added up step by step with the connections of that moment: 3·f_S for a sample, or 2·f_S + f_D in a step that captures
/// the dense weight gradient. f counts 2 FLOPs for each multiply-add of convolutions and linear layers (as RigL counts; Evci et al., 2020,
/// appendix). Gradients before the first step and forward passes of other networks are added. Counts are whole numbers: exact up to 2⁵³,
/// beyond it rounded to a double in each step.
/// </summary>
internal sealed class FlopMeter
{
    /// <summary>FLOPs so far.</summary>
    public double Total { get; set; }

    /// <summary>FLOPs a dense network would have needed for the same training steps, 3·f_D for each sample.</summary>
    public double Dense { get; set; }

    /// <summary>Adds one step, before its topology changes.</summary>
    public void Add(SparseNetwork network, int samples, bool capturedDenseGradient)
    {
        double sparse = Forward(network);
        double dense = ForwardDense(network);
        Total += samples * (2 * sparse + (capturedDenseGradient ? dense : sparse));
        Dense += samples * 3 * dense;
    }

    /// <summary>FLOPs that <see cref="Dense"/> counts for one sample.</summary>
    internal static double DenseOf(SparseNetwork network) => 3 * ForwardDense(network);

    /// <summary>Adds a forward and backward pass that is no training step: SNIP's, before the first.</summary>
    public void AddGradient(SparseNetwork network, int samples) => Total += samples * 3 * Forward(network);

    /// <summary>Adds what the loss of a step cost beside the network in training, such as its teachers.</summary>
    /// <param name="flops">FLOPs for one sample.</param>
    /// <param name="samples">Samples of the step.</param>
    public void AddBesides(double flops, int samples) => Total += samples * flops;

    /// <summary>
    /// FLOPs of a forward pass of <paramref name="samples"/> through a state of <paramref name="network"/>: what recomputing batch-norm
    /// statistics costs.
    /// </summary>
    internal static double Forward(SparseNetwork network, NetworkState state, long samples) =>
        samples * network.Layers.Zip(state.Layers).Sum(pair => 2.0 * pair.First.Module.UsesPerSample * pair.Second.Connectivity.Count);

    private static double ForwardDense(SparseNetwork network) =>
        network.Layers.Sum(layer => 2.0 * layer.Module.UsesPerSample * layer.Weight.Shape.Positions);

    private static double Forward(SparseNetwork network) =>
        network.Layers.Sum(layer => 2.0 * layer.Module.UsesPerSample * layer.Weight.Connectivity.Count);
}
