using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>Measures network states on a network of its own, so that measuring never changes the one in training.</summary>
/// <param name="network">Of the same architecture as the one in training; overwritten by every measurement.</param>
/// <param name="data">The data set.</param>
/// <param name="batch">Samples in an evaluation batch.</param>
/// <param name="workers">Threads that prepare batches.</param>
public sealed class StateEvaluator(SparseNetwork network, ImageData data, int batch, int workers)
{
    // Scores held at a time while several networks are compared: 64 MB.
    private const long HeldScores = 1 << 24;

    private readonly BatchBuffers buffers = new();

    /// <summary>An evaluator with the settings of a recipe.</summary>
    /// <param name="recipe">The recipe, checked.</param>
    /// <param name="network">A network for measuring alone; not owned.</param>
    /// <param name="data">The data set.</param>
    public static StateEvaluator Of(Recipe recipe, SparseNetwork network, ImageData data) =>
        new(network, data, recipe.Evaluation.Batch, recipe.Data.Workers) { Calibration = Calibration.All[recipe.Evaluation.Calibration] };

    /// <summary>Bins of the calibration error.</summary>
    public Calibration Calibration { get; init; } = Calibration.Guo;

    /// <summary>The part of the data that the network in training is measured on: the validation part if there is one.</summary>
    public string MonitoredSet => data.Validation is null ? "test" : "validation";

    /// <summary>Figures of <paramref name="state"/> on the monitored set.</summary>
    public Metrics Monitor(NetworkState state, CancellationToken cancel) => Measure(state, data.Validation ?? data.Test, cancel);

    /// <summary>Figures of <paramref name="state"/> on the test set.</summary>
    public Metrics Test(NetworkState state, CancellationToken cancel) => Measure(state, data.Test, cancel);

    /// <summary>Figures of <paramref name="state"/> on <paramref name="set"/>.</summary>
    public Metrics On(IImageDataset set, NetworkState state, CancellationToken cancel) => Measure(state, set, cancel);

    /// <summary>The reliability curve of <paramref name="state"/> on the test set.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability(NetworkState state, CancellationToken cancel) =>
        Figures(state, data.Test, cancel).Reliability;

    /// <summary>
    /// The prediction ensemble of <paramref name="states"/>, at least two, on the test set, and how differently they answer.
    /// </summary>
    public EnsembleReport Ensemble(IReadOnlyList<NetworkState> states, CancellationToken cancel)
    {
        EnsembleAccumulator figures = new(states.Count, Calibration);
        // Whole batches, so that every network computes the same batches as when it is measured alone.
        long batches = Math.Max(1, HeldScores / ((long)states.Count * data.Test.Classes.Count * batch));
        int slice = (int)Math.Min(batches * batch, data.Test.Count);
        for (int start = 0; start < data.Test.Count; start += slice)
        {
            ImageSlice part = new(data.Test, start, Math.Min(slice, data.Test.Count - start));
            float[][] scores = [.. states.Select(state => Scores(state, part, cancel))];
            figures.Add(scores, [.. Enumerable.Range(0, part.Count).Select(index => (long)part.Label(index))]);
        }

        return new(states.Count, figures.Metrics, figures.Diversity);
    }

    /// <summary>
    /// How differently the heads of the network answer on the test set with <paramref name="state"/>; null where it has one.
    /// </summary>
    public Diversity? MemberDiversity(NetworkState state, CancellationToken cancel)
    {
        if (network.Root is not IMultiHead { Heads: > 1 } several) return null;
        EnsembleAccumulator figures = new(several.Heads, Calibration);
        using var quiet = no_grad();
        network.Restore(state);
        network.eval();
        foreach (Batch images in BatchLoader.InOrder(data.Test, batch, workers, buffers))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor scores = several.HeadScores(images.ToTensors(data.Test.Shape, network.Device).Images);
            figures.Add(
                [.. scores.split(images.Count).Select(one => one.cpu().contiguous().data<float>().ToArray())],
                images.Labels.AsSpan(0, images.Count));
        }

        return figures.Diversity;
    }

    /// <summary>
    /// <paramref name="state"/> with batch-norm statistics recomputed from scratch in one pass over augmented training data, every
    /// batch with the same weight (the paper's BU; Izmailov et al., 2018).
    /// </summary>
    public NetworkState WithRecomputedStatistics(NetworkState state, BatchLoader training, int epoch, CancellationToken cancel)
    {
        using var outer = NewDisposeScope();
        using var quiet = no_grad();
        network.Restore(state);
        network.train();
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
                network.call(images.ToTensors(data.Train.Shape, network.Device).Images);
            }
        }
        finally
        {
            foreach ((BatchNorm norm, double? momentum) in norms) norm.Momentum = momentum;
        }

        return network.Snapshot();
    }

    /// <summary>Native memory that measuring has taken and keeps, in bytes.</summary>
    internal long HeldBytes => network.HeldBytes;

    /// <summary>Frees the memory that measuring took, for training; the next measurement allocates it again.</summary>
    public void Release() => network.ReleaseMemory();

    private Metrics Measure(NetworkState state, IImageDataset set, CancellationToken cancel) => Figures(state, set, cancel).Metrics;

    private MetricsAccumulator Figures(NetworkState state, IImageDataset set, CancellationToken cancel)
    {
        network.Restore(state);
        MetricsAccumulator figures = new(Calibration);
        Evaluator.Measure(network, BatchLoader.InOrder(set, batch, workers, buffers), set.Shape, figures, progress: null, cancel);
        return figures;
    }

    private float[] Scores(NetworkState state, ImageSlice set, CancellationToken cancel)
    {
        network.Restore(state);
        return Evaluator.Scores(network, BatchLoader.InOrder(set, batch, workers, buffers), set.Shape, cancel);
    }
}
