using SupTickets.Experiments.Data;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>Gradients of the training loss on augmented training batches, for topologies that score connections before training.</summary>
/// <param name="data">The training part.</param>
/// <param name="seed">The branch that orders and augments the batches.</param>
/// <param name="augment">Whether images are augmented.</param>
/// <param name="flops">The meter of their cost; the network has been measured (<see cref="SparseNetwork.Measure"/>).</param>
internal sealed class LossGradients(IImageDataset data, Seed seed, bool augment, FlopMeter flops) : IGradientSource
{
    /// <inheritdoc/>
    public void Accumulate(SparseNetwork network, int batches, int batchSize)
    {
        ClassificationLoss loss = new(network, data.Shape, labelSmoothing: 0);
        BatchLoader loader = new(data, Math.Min(batchSize, data.Count), seed, new() { Augment = augment });
        using IEnumerator<Batch> next = Enumerable.Range(0, int.MaxValue).SelectMany(epoch => loader.Epoch(epoch)).GetEnumerator();
        MeanGradients.Of(network, batches, () =>
        {
            next.MoveNext();
            flops.AddGradient(network, next.Current.Count);
            return loss.Of(next.Current);
        });
    }
}
