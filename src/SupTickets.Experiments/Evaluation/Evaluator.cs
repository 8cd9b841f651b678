using SupTickets.Experiments.Data;
using SupTickets.Networks;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Experiments.Evaluation;

/// <summary>Measures a network on labelled images.</summary>
public static class Evaluator
{
    /// <summary>
    /// The figures of <paramref name="network"/> on all <paramref name="batches"/>, with running batch-norm statistics and
    /// without gradients, on the device where the network is. The network is left in the mode it was in.
    /// </summary>
    /// <param name="network">The network to measure.</param>
    /// <param name="batches">Images of the given shape with labels.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="progress">Is told after each batch how many samples are done.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="NotFiniteNumberException">The network gives a score that is not finite.</exception>
    public static Metrics Measure(
        SparseNetwork network, IEnumerable<Batch> batches, ImageShape shape, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        MetricsAccumulator figures = new();
        Measure(network, batches, shape, figures, progress, cancellation);
        return figures.Metrics;
    }

    /// <summary>As the other, into <paramref name="figures"/>.</summary>
    /// <inheritdoc cref="Measure(SparseNetwork, IEnumerable{Batch}, ImageShape, IProgress{long}, CancellationToken)"/>
    public static void Measure(
        SparseNetwork network, IEnumerable<Batch> batches, ImageShape shape, MetricsAccumulator figures, IProgress<long>? progress,
        CancellationToken cancellation) =>
        Pass(
            network,
            batches,
            shape,
            (scores, labels) =>
            {
                figures.Add(scores, labels);
                progress?.Report(figures.Samples);
            },
            cancellation);

    /// <summary>The scores before softmax of all samples, [N, classes] row-major.</summary>
    /// <inheritdoc cref="Measure(SparseNetwork, IEnumerable{Batch}, ImageShape, IProgress{long}, CancellationToken)"/>
    public static float[] Scores(SparseNetwork network, IEnumerable<Batch> batches, ImageShape shape, CancellationToken cancellation)
    {
        List<float> gathered = [];
        Pass(
            network,
            batches,
            shape,
            (scores, _) => gathered.AddRange(scores.cpu().contiguous().data<float>().ToArray()),
            cancellation);
        return [.. gathered];
    }

    private static void Pass(
        SparseNetwork network, IEnumerable<Batch> batches, ImageShape shape, OnScores told, CancellationToken cancellation)
    {
        bool training = network.Module.training;
        using var quiet = torch.no_grad();
        network.eval();
        try
        {
            foreach (Batch batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                (torch.Tensor images, _) = batch.ToTensors(shape, network.Device);
                try
                {
                    told(network.call(images), batch.Labels.AsSpan(0, batch.Count));
                }
                catch (NotFiniteNumberException found)
                {
                    string seen = ForwardProbe.Find(network, images)?.ToString()
                        ?? "computed once more, all layers give finite numbers, so that they came out wrong on this machine";
                    throw new NotFiniteNumberException($"{found.Message}: {seen}", found);
                }
            }
        }
        finally
        {
            if (training) network.train();
        }
    }

    private delegate void OnScores(torch.Tensor scores, ReadOnlySpan<long> labels);
}
