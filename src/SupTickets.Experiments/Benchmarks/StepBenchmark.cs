using System.Diagnostics;
using SupTickets.Allocation;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Kernels.Threads;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// Times whole training steps (forward, loss, backward, optimizer) of sparse networks and of the same network dense with libtorch, on the
/// same random images. The networks take turns in one process, so that other load on the machine affects all alike.
/// </summary>
public static class StepBenchmark
{
    private const int LayoutSteps = 3, Steps = 7;

    private const long MostPixels = 1L << 28;

    /// <summary>Runs 7 rounds of a step of each network, all of them warm, then, where asked for, every layer by itself.</summary>
    /// <param name="settings">What to time.</param>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <returns>The result at each sparsity; the dense network is the same for all.</returns>
    /// <exception cref="ArgumentException">The settings do not pass <see cref="RequireFit"/>.</exception>
    public static IReadOnlyList<StepTiming> Measure(
        StepBenchmarkSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        RequireFit(settings);
        Batch batch = RandomBatch(settings);
        if (settings.Device != DeviceName.Cpu) settings = settings with { TimesLayers = false, TimesKernels = false };
        using Contestant dense = new(settings, sparsity: 0, Engine.Dense);
        List<Contestant> sparse = [];
        try
        {
            foreach (double sparsity in settings.Sparsities) sparse.Add(new(settings, sparsity, settings.Engine));
            Race race = new(batch, dense, sparse, settings, progress, cancellation);
            return race.Run();
        }
        finally
        {
            foreach (Contestant contestant in sparse) contestant.Dispose();
        }
    }

    /// <summary>Checks that the settings can be timed. It plans the networks and computes nothing.</summary>
    /// <exception cref="ArgumentException">
    /// A name is unknown, the model cannot take such images, the batch is too large, or there is no sparsity.
    /// </exception>
    public static void RequireFit(StepBenchmarkSettings settings)
    {
        if (settings.Sparsities.Count == 0) throw new ArgumentException("there is no sparsity to time; allowed: one or several");
        long pixels = (long)settings.Batch * settings.Input.Length;
        if (pixels > MostPixels)
            throw new ArgumentException($"a batch of {settings.Batch} images of {settings.Input} has {pixels} numbers; at most "
                + $"{MostPixels} are timed: take a smaller batch");
        AllocationRule rule = Allocations.All[settings.Allocation];
        foreach (double sparsity in settings.Sparsities)
            NetworkInspection.Planned(new() { Name = settings.Model }, settings.Input, settings.Classes, rule, sparsity, keepDense: []);
    }

    private static Batch RandomBatch(StepBenchmarkSettings settings)
    {
        RandomStream random = new Seed(0).For("images").Stream();
        float[] images = new float[settings.Batch * settings.Input.Length];
        foreach (ref float pixel in images.AsSpan()) pixel = (float)random.NextDouble(-1, 1);
        return new(images, [.. Enumerable.Range(0, settings.Batch).Select(_ => (long)random.NextInt(settings.Classes))], settings.Batch);
    }

    private sealed class Race(
        Batch batch, Contestant dense, IReadOnlyList<Contestant> sparse, StepBenchmarkSettings settings, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        private readonly int parts = 1 + sparse.Count + 2 * LayoutSteps + Steps * (1 + sparse.Count * (settings.TimesKernels ? 2 : 1))
            + (settings.TimesLayers ? sparse.Count * dense.Network.Layers.Count : 0);

        private int done;

        public IReadOnlyList<StepTiming> Run()
        {
            EngineChoice[] choices = [.. sparse.Select(contestant => contestant.Network.Choose(settings.Batch, settings.Input))];
            Contestant[] all = [dense, .. sparse];
            double[] usual = new double[all.Length];
            foreach ((int index, Contestant contestant) in all.Index())
            {
                TimingWarmUp.Run(() => usual[index] = Step(contestant, MemoryLayout.Contiguous));
                Tell();
            }

            MemoryLayout layout = Faster();
            IReadOnlyList<double[]> seconds = TurnByTurn.Time(usual, Steps, index =>
                Step(all[index], index == 0 ? layout : MemoryLayout.Contiguous), Tell);
            MachineSpeed? speed = settings.TimesKernels ? MachineSpeed.Measure(get_num_threads()) : null;
            (IReadOnlyList<KernelTiming> Timings, double StepSeconds)[] kernels = [.. sparse.Select(Kernels)];
            List<LayerTiming>[] layers = [
                .. sparse.Zip(choices, (contestant, choice) => settings.TimesLayers ? Layers(contestant.Network, choice) : [])];
            // After the last pass of libtorch, so that all its checks are told.
            BenchmarkMachine machine = BenchmarkMachine.Here(get_num_threads(), speed);
            return [.. sparse.Index().Select(pair => new StepTiming(
                settings.Sparsities[pair.Index], Median.Of(seconds[0]), Median.Of(seconds[1 + pair.Index]), Steps,
                layout == MemoryLayout.Contiguous ? "contiguous" : "channels last", choices[pair.Index].Network,
                FlopsRatio(pair.Item.Network), layers[pair.Index])
            {
                Kernels = kernels[pair.Index].Timings,
                KernelStepSeconds = kernels[pair.Index].StepSeconds,
                Machine = machine,
            })];
        }

        // Either memory layout may be faster with libtorch; the faster one is compared.
        private MemoryLayout Faster()
        {
            double[] contiguous = new double[LayoutSteps], channelsLast = new double[LayoutSteps];
            for (int i = 0; i < LayoutSteps; i++)
                (contiguous[i], channelsLast[i]) = (Timed(dense, MemoryLayout.Contiguous), Timed(dense, MemoryLayout.ChannelsLast));
            return Median.Of(channelsLast) < Median.Of(contiguous) ? MemoryLayout.ChannelsLast : MemoryLayout.Contiguous;
        }

        private List<LayerTiming> Layers(SparseNetwork network, EngineChoice choice)
        {
            List<LayerTiming> timings = [];
            foreach ((SparseLayer layer, LayerChoice chosen) in network.Layers.Zip(choice.Layers))
            {
                timings.Add(LayerBenchmark.Measure(layer, chosen, settings.Batch, cancellation));
                Tell();
            }

            return timings;
        }

        // Measured in further steps, so that reading the clock affects no other figure.
        private (IReadOnlyList<KernelTiming> Timings, double StepSeconds) Kernels(Contestant contestant)
        {
            if (!settings.TimesKernels) return ([], 0);
            KernelClock clock = new();
            contestant.Network.Clock = clock;
            double seconds = Enumerable.Range(0, Steps).Sum(_ => Timed(contestant, MemoryLayout.Contiguous));
            contestant.Network.Clock = null;
            IEnumerable<KernelTiming> timings = clock.Times.Select(time => new KernelTiming(
                time.Kernel, time.Height, time.Width, time.Seconds / Steps, 2e-9 * time.MultiplyAdds / time.Seconds,
                1e-9 * time.Bytes / time.Seconds));
            return ([.. timings.OrderByDescending(timing => timing.Seconds)], seconds / Steps);
        }

        private static double FlopsRatio(SparseNetwork network)
        {
            double all = network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Shape.Positions);
            return network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Connectivity.Count) / all;
        }

        private double Timed(Contestant contestant, MemoryLayout layout)
        {
            double seconds = Step(contestant, layout);
            Tell();
            return seconds;
        }

        private double Step(Contestant contestant, MemoryLayout layout)
        {
            cancellation.ThrowIfCancellationRequested();
            return contestant.Step(batch, layout);
        }

        private void Tell() => progress?.Report(++done / (double)parts);
    }

    private enum MemoryLayout
    {
        Contiguous,
        ChannelsLast,
    }

    private sealed class Contestant : IDisposable
    {
        private readonly ImageShape input;
        private readonly Device device;
        private readonly ParameterSet parameters;
        private readonly StepRunner runner;
        private long step;

        public Contestant(StepBenchmarkSettings settings, double sparsity, Engine engine)
        {
            input = settings.Input;
            device = new(settings.Device);
            Network = new(ModelTable.Create(settings.Model, settings.Classes, input, width: 1)) { Engine = engine, Costs = settings.Costs };
            Network.to(device);
            Seed seed = new(0);
            Network.Initialize(seed.For("weights"));
            Network.Measure(input);
            NetworkBudget budget = Allocations.All[settings.Allocation]
                .Allocate(
                    [.. Network.Layers.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))], Density.FromSparsity(sparsity));
            foreach (var (layer, share) in Network.Layers.Zip(budget.Layers))
                layer.Weight.Rewire(Connectivity.Random(layer.Weight.Shape.Positions, share.Count, seed.For(layer.Name).Stream()));
            Network.train();
            parameters = new(Network);
            runner = new(parameters, new Sgd());
        }

        public SparseNetwork Network { get; }

        public double Step(Batch batch, MemoryLayout layout)
        {
            using var scope = NewDisposeScope();
            (Tensor images, Tensor labels) = batch.ToTensors(input, device);
            long started = Stopwatch.GetTimestamp();
            // libtorch follows the strides of what it is given.
            if (layout == MemoryLayout.ChannelsLast) images = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            runner.Run(() => nn.functional.cross_entropy(Network.call(images), labels), learningRate: 1e-3, step++);
            // A device computes asynchronously; the step ends when it has finished.
            if (device.type != TorchSharp.DeviceType.CPU) cuda.synchronize();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            parameters.Dispose();
            Network.Dispose();
        }
    }
}
