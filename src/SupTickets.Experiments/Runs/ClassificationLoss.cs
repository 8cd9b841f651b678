using SupTickets.Experiments.Data;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Mean cross-entropy of a network's scores on labelled images; of all heads where it has several (<see cref="IMultiHead"/>).
/// </summary>
/// <param name="network">The network.</param>
/// <param name="input">Shape of one image.</param>
/// <param name="labelSmoothing">Share of the target spread over all classes, in [0, 1).</param>
public sealed class ClassificationLoss(SparseNetwork network, ImageShape input, double labelSmoothing) : ITrainingLoss
{
    /// <inheritdoc/>
    public double FlopsBesides => 0;

    /// <inheritdoc/>
    public Tensor Of(Batch batch)
    {
        (Tensor images, Tensor labels) = batch.ToTensors(input, network.Device);
        Tensor scores = network.call(images);
        if (network.training && network.Heads > 1) labels = labels.repeat(network.Heads);
        return nn.functional.cross_entropy(scores, labels, label_smoothing: labelSmoothing);
    }
}
