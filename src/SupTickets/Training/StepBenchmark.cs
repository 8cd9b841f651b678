using System.Diagnostics;
using SupTickets.Allocation;
using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Models;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Training;

/// <summary>Times whole training steps (forward, loss, backward, optimizer) of a network on random images.</summary>
public static class StepBenchmark
{
    private const int WarmUps = 2, FewestSteps = 3, MostSteps = 50;

    private const long MostPixels = 1L << 28;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    /// <summary>Runs until the median is settled: 3 to 50 steps, no more of them after 20 seconds.</summary>
    /// <param name="settings">What to time.</param>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ArgumentException">A name is unknown, or the model cannot take such images.</exception>
    public static StepTiming Measure(StepBenchmarkSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        using SparseNetwork network = Build(settings);
        using Trainables trainables = new(network);
        StepRunner runner = new(trainables, Optimizers.Create(new()));
        ClassificationLoss loss = new(network, settings.Input, labelSmoothing: 0);
        Batch batch = RandomBatch(settings);
        List<double> seconds = [];
        long started = Stopwatch.GetTimestamp();
        for (int step = 0; step < WarmUps + FewestSteps || (step < WarmUps + MostSteps && Stopwatch.GetElapsedTime(started) < Enough); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = Stopwatch.GetTimestamp();
            runner.Run(() => loss.Of(batch), learningRate: 1e-3, step);
            if (step >= WarmUps) seconds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
            progress?.Report(Math.Max((step + 1.0) / (WarmUps + MostSteps), Math.Min(1, Stopwatch.GetElapsedTime(started) / Enough)));
        }

        double dense = network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Shape.Positions);
        double sparse = network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Connectivity.Count);
        return new(Median(seconds), seconds.Count, torch.get_num_threads(), sparse / dense, [.. network.Layers.Select(Describe)]);
    }

    private static SparseNetwork Build(StepBenchmarkSettings settings)
    {
        Density density = Density.FromSparsity(settings.Sparsity);
        AllocationRule rule = Allocations.Create(settings.Allocation);
        SparseNetwork network = new(ModelTable.Create(settings.Model, settings.Classes, settings.Input, width: 1));
        Seed seed = new(0);
        network.Initialize(seed.For("weights"));
        network.Measure(settings.Input);
        NetworkBudget budget = rule.Allocate([.. network.Layers.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))], density);
        foreach (var (layer, share) in network.Layers.Zip(budget.Layers))
        {
            int positions = layer.Weight.Shape.Positions;
            layer.Weight.Rewire(Connectivity.Random(positions, share.Count, seed.For(layer.Name).Stream()));
        }

        network.Train();
        return network;
    }

    private static Batch RandomBatch(StepBenchmarkSettings settings)
    {
        long pixels = (long)settings.Batch * settings.Input.Length;
        if (pixels > MostPixels)
            throw new ArgumentException($"a batch of {settings.Batch} images of {settings.Input} has {pixels} numbers; at most {MostPixels} are timed: take a smaller batch");
        RandomStream random = new Seed(0).For("images").Stream();
        float[] images = new float[settings.Batch * settings.Input.Length];
        foreach (ref float pixel in images.AsSpan()) pixel = (float)random.NextDouble(-1, 1);
        return new(images, [.. Enumerable.Range(0, settings.Batch).Select(_ => (long)random.NextInt(settings.Classes))], settings.Batch);
    }

    private static LayerTiming Describe(SparseLayer layer) =>
        new(layer.Name, [.. layer.Weight.Shape.Sizes], (double)layer.Weight.Connectivity.Count / layer.Weight.Shape.Positions, "dense");

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
