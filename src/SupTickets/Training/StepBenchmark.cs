using System.Diagnostics;
using SupTickets.Allocation;
using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Models;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Times whole training steps (forward, loss, backward, optimizer) of a sparse network and of the same network dense with libtorch, on
/// the same random images, turn by turn in one process, so that whatever else the machine does befalls both alike.
/// </summary>
public static class StepBenchmark
{
    private const int WarmUps = 2, Steps = 7;

    private const long MostPixels = 1L << 28;

    /// <summary>Runs 7 steps of each network after 2 to warm up, then every layer by itself.</summary>
    /// <param name="settings">What to time.</param>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ArgumentException">A name is unknown, or the model cannot take such images.</exception>
    public static StepTiming Measure(StepBenchmarkSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        Batch batch = RandomBatch(settings);
        using Contestant dense = new(settings, sparsity: 0, Engine.Dense), sparse = new(settings, settings.Sparsity, settings.Engine);
        EngineChoice choice = sparse.Network.Choose(settings.Batch, settings.Input);
        int turns = WarmUps + Steps, layers = dense.Network.Layers.Count, done = 0;
        void Tell()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(++done / (WarmUps + 2.0 * turns + layers));
        }

        // Either memory layout may suit libtorch better; the warm-up decides which one is the rival.
        double[] theirs = new double[turns], ours = new double[turns];
        double contiguous = 0, channelsLast = 0;
        MemoryLayout layout = MemoryLayout.Contiguous;
        for (int turn = 0; turn < turns; turn++)
        {
            theirs[turn] = dense.Step(batch, layout);
            Tell();
            ours[turn] = sparse.Step(batch, MemoryLayout.Contiguous);
            Tell();
            if (turn >= WarmUps) continue;
            (contiguous, channelsLast) = (theirs[turn], dense.Step(batch, MemoryLayout.ChannelsLast));
            layout = turn == WarmUps - 1 && channelsLast < contiguous ? MemoryLayout.ChannelsLast : MemoryLayout.Contiguous;
            Tell();
        }

        List<LayerTiming> timings = [];
        foreach (SparseLayer layer in sparse.Network.Layers)
        {
            timings.Add(LayerBenchmark.Measure(layer, choice.Layers[timings.Count].Engine, settings.Batch, cancellation));
            Tell();
        }

        double all = sparse.Network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Shape.Positions);
        double connected = sparse.Network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Connectivity.Count);
        return new(
            Median.Of(theirs[WarmUps..]), Median.Of(ours[WarmUps..]), Steps, layout == MemoryLayout.Contiguous ? "contiguous" : "channels last", choice.Network == Engine.Dense ? "dense" : "sparse",
            get_num_threads(), connected / all, timings);
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

    private enum MemoryLayout
    {
        Contiguous,
        ChannelsLast,
    }

    private sealed class Contestant : IDisposable
    {
        private readonly ImageShape input;
        private readonly Trainables trainables;
        private readonly StepRunner runner;
        private long step;

        public Contestant(StepBenchmarkSettings settings, double sparsity, Engine engine)
        {
            input = settings.Input;
            Network = new(ModelTable.Create(settings.Model, settings.Classes, input, width: 1)) { Engine = engine, Costs = settings.Costs };
            Seed seed = new(0);
            Network.Initialize(seed.For("weights"));
            Network.Measure(input);
            NetworkBudget budget = Allocations.Create(settings.Allocation)
                .Allocate([.. Network.Layers.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))], Density.FromSparsity(sparsity));
            foreach (var (layer, share) in Network.Layers.Zip(budget.Layers))
                layer.Weight.Rewire(Connectivity.Random(layer.Weight.Shape.Positions, share.Count, seed.For(layer.Name).Stream()));
            Network.Train();
            trainables = new(Network);
            runner = new(trainables, Optimizers.Create(new()));
        }

        public SparseNetwork Network { get; }

        public double Step(Batch batch, MemoryLayout layout)
        {
            using var scope = NewDisposeScope();
            (Tensor images, Tensor labels) = batch.ToTensors(input, CPU);
            long started = Stopwatch.GetTimestamp();
            // libtorch follows the strides of what it is given.
            if (layout == MemoryLayout.ChannelsLast) images = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            runner.Run(() => nn.functional.cross_entropy(Network.Forward(images), labels), learningRate: 1e-3, step++);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            trainables.Dispose();
            Network.Dispose();
        }
    }
}
