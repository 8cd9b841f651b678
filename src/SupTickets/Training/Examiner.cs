using SupTickets.Data;
using SupTickets.Evaluation;
using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Measures network states on a network of its own, so that measuring never touches the one in training.
/// </summary>
/// <param name="network">Of the same architecture as the one in training; overwritten by every measurement.</param>
/// <param name="data">The data set.</param>
/// <param name="batch">Samples in an evaluation batch.</param>
/// <param name="workers">Threads that prepare batches.</param>
public sealed class Examiner(SparseNetwork network, ImageData data, int batch, int workers)
{
    /// <summary>What the network in training is measured on: the validation part if there is one.</summary>
    public string MonitoredSet => data.Validation is null ? "test" : "validation";

    /// <summary>Figures of <paramref name="state"/> on the monitored set.</summary>
    public Metrics Monitor(NetworkState state, CancellationToken cancel) => Measure(state, data.Validation ?? data.Test, cancel);

    /// <summary>Figures of <paramref name="state"/> on the test set.</summary>
    public Metrics Test(NetworkState state, CancellationToken cancel) => Measure(state, data.Test, cancel);

    /// <summary>
    /// <paramref name="state"/> with batch-norm statistics recomputed from scratch in one pass over augmented training data, every
    /// batch with the same weight (the paper's BU; Izmailov et al., 2018).
    /// </summary>
    public NetworkState WithRecomputedStatistics(NetworkState state, BatchLoader training, int epoch, CancellationToken cancel)
    {
        using var outer = NewDisposeScope();
        using var quiet = no_grad();
        network.Restore(state);
        network.Train();
        (BatchNorm Norm, double? Momentum)[] norms = [.. network.BatchNorms.Select(norm => (norm, norm.Momentum))];
        try
        {
            foreach ((BatchNorm norm, _) in norms)
            {
                norm.ResetStatistics();
                norm.Momentum = null;
            }

            foreach (Batch images in training.Epoch(epoch))
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                network.Forward(images.ToTensors(data.Train.Shape, network.Device).Images);
            }
        }
        finally
        {
            foreach ((BatchNorm norm, double? momentum) in norms) norm.Momentum = momentum;
        }

        return network.Snapshot();
    }

    private Metrics Measure(NetworkState state, IImageDataset set, CancellationToken cancel)
    {
        network.Restore(state);
        return Evaluator.Measure(network, BatchLoader.InOrder(set, batch, workers), set.Shape, cancellation: cancel);
    }
}
