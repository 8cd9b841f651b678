using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Mean cross-entropy of a network's scores on labelled images.</summary>
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
        return nn.functional.cross_entropy(network.Forward(images), labels, label_smoothing: labelSmoothing);
    }
}
