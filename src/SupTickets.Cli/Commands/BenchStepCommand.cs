using System.CommandLine;
using System.Globalization;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Benchmarks;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench step</c>: how long a training step takes, at one sparsity or several.</summary>
internal static class BenchStepCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> model = SharedOptions.Model(), init = SharedOptions.Init();
        Option<ImageShape> input = SharedOptions.Input();
        Option<int> classes = SharedOptions.Classes(), batch = SharedOptions.Whole("--batch", "Samples in a mini-batch", 128, least: 1);
        HardwareOptions hardware = HardwareOptions.OfBenchmark();
        Option<double[]> sparsities = SharedOptions.Sparsities(0.95);
        Option<string> engine = new("--engine")
        {
            Description = "How sparse layers compute: auto, dense or sparse",
            HelpName = "NAME",
            DefaultValueFactory = _ => "auto",
        };
        Option<bool> noLayers =
            new("--no-layers") { Description = "Only whole steps: layers by themselves, which take longer, are not timed" };
        Option<bool> kernels = new("--kernels")
        {
            Description = "Also where the time of a sparse step goes, kernel by kernel, beside what this machine can do",
        };
        Option<bool> json = SharedOptions.Json();
        model.DefaultValueFactory = _ => "vgg16";
        DocumentedCommand command = new(
            "step",
            "Seconds of a whole training step (forward, backward, optimizer) on random images: the sparse network against the same network "
            + "dense with libtorch, and layer by layer.",
            "suptickets bench step --model vgg16 --sparsity 0.95 --batch 128 --threads 2",
            "suptickets bench step --model vgg16 --sparsity 0.8 0.9 0.95 0.98    # against one dense network, turn by turn",
            "suptickets bench step --model resnet50 --batch 64 --no-layers --kernels           # where the time goes",
            "suptickets bench step --model resnet50 --input 3x32x32 --classes 100 --batch 64 --json")
        {
            model, input, classes, batch, sparsities, init, engine, noLayers, kernels,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request =>
        {
            Hardware computing = hardware.Of(request);
            string device = computing.Device ?? DeviceName.Cpu;
            if (device != DeviceName.Cpu && Engines.All.Find(request.GetRequiredValue(engine))?.Value == Engine.Sparse)
                throw new RequestException(
                    $"--engine: got sparse; allowed: auto or dense, since --device is {device} and the sparse engine computes on the CPU");
            TorchLibrary.Load();
            StepBenchmarkSettings settings = new(
                request.GetRequiredValue(model),
                request.GetRequiredValue(input),
                request.GetRequiredValue(classes),
                request.GetRequiredValue(batch),
                request.GetRequiredValue(sparsities),
                request.GetRequiredValue(init),
                Engines.All[request.GetRequiredValue(engine)],
                EngineCostsFile.Current(terminal.Warn))
            {
                TimesLayers = !request.GetValue(noLayers),
                TimesKernels = request.GetValue(kernels),
                Device = device,
            };
            RequestRefusal.Checked(() => StepBenchmark.RequireFit(settings));
            return Run(terminal, settings, computing, request.GetValue(json));
        });
        return command;
    }

    private static int Run(Terminal terminal, StepBenchmarkSettings settings, Hardware hardware, bool json)
    {
        using Interruption interruption = new(terminal, "stopping after this step");
        string sparsities = string.Join(", ", settings.Sparsities.Select(sparsity => sparsity.ToString(CultureInfo.InvariantCulture)));
        string text = $"{settings.Model}, batch {settings.Batch}, sparsity {sparsities}";
        IReadOnlyList<StepTiming> timings = terminal.Watch(json, view =>
        {
            view.Show(0, text);
            TorchLibrary.Load();
            set_num_threads(hardware.Threads ?? Environment.ProcessorCount);
            return StepBenchmark.Measure(settings, new DirectProgress<double>(share => view.Show(share, text)), interruption.Token);
        });
        if (json) terminal.WriteJson(Document(settings, timings));
        else if (timings is [var timing]) Show(terminal, text, timing);
        else Show(terminal, text, timings);
        if (json) return ExitCode.Done;
        ShowKernels(terminal, timings);
        foreach (string line in MachineLines.Of(timings[0].Machine)) terminal.Out.WriteLine(line);
        return ExitCode.Done;
    }

    // Each of several sparsities is told as it would be alone.
    private static object Document(StepBenchmarkSettings settings, IReadOnlyList<StepTiming> timings) => timings is [var timing]
        ? Document(settings, timing)
        : new
        {
            settings.Model,
            settings.Batch,
            timings[0].Machine.Threads,
            dense = Dense(timings[0]),
            timings[0].Steps,
            processor = timings[0].Machine.Processor.Name,
            timings[0].Machine.VectorBits,
            timings[0].Machine.LibTorch,
            machine = Machine(timings[0].Machine),
            sparsities = timings.Select(one => Document(settings, one)),
        };

    private static object Document(StepBenchmarkSettings settings, StepTiming timing) => new
    {
        settings.Model,
        settings.Batch,
        timing.Sparsity,
        timing.Machine.Threads,
        dense = Dense(timing),
        sparse = new { medianSeconds = timing.SparseSeconds },
        timing.Speedup,
        timing.FlopsRatio,
        timing.Efficiency,
        timing.Layers,
        engine = Engines.NameOf(timing.Engine),
        timing.Steps,
        timing.Kernels,
        timing.KernelStepSeconds,
        machine = Machine(timing.Machine),
        processor = timing.Machine.Processor.Name,
        timing.Machine.VectorBits,
        timing.Machine.LibTorch,
    };

    // Unknown and unmeasured figures are null.
    private static object Machine(BenchmarkMachine machine) => new
    {
        processor = machine.Processor.Name,
        machine.Cores,
        machine.Threads,
        machine.MemoryBytes,
        machine.VectorBits,
        caches = machine.Processor.HidesCaches ? null : machine.Processor.Caches?.Select(cache => new
        {
            cache.Level,
            kind = MachineLines.Kind(cache.Kind),
            cache.Bytes,
            sharedBy = cache.Threads,
        }),
        machine.LibTorch,
        libTorchCheck = MachineLines.Check(machine.LibTorch),
        machine.Speed?.FirstLevelGflops,
        machine.Speed?.SecondLevelGflops,
        machine.Speed?.ReadGigabytes,
        machine.Speed?.CopyGigabytes,
    };

    private static object Dense(StepTiming timing) => new { medianSeconds = timing.DenseSeconds, layout = timing.DenseLayout };

    private static void Show(Terminal terminal, string text, StepTiming timing)
    {
        if (timing.Layers.Count > 0) terminal.WriteTable(LayerRows.Columns, timing.Layers.Select(LayerRows.Of));
        terminal.WriteTable(["training step", ">"],
        [
            ["network", text],
            ["threads", Figures.Count(timing.Machine.Threads)],
            [$"dense network, libtorch, {timing.DenseLayout}", $"{Figures.Real(timing.DenseSeconds)} s"],
            [$"sparse network, {Engines.NameOf(timing.Engine)} engine", $"{Figures.Real(timing.SparseSeconds)} s"],
            ["speedup", Figures.Short(timing.Speedup)],
            ["FLOPs ratio", Figures.Ratio(timing.FlopsRatio)],
            ["efficiency", Figures.Ratio(timing.Efficiency)],
            ["steps of each", Figures.Count(timing.Steps)],
        ]);
    }

    private static void Show(Terminal terminal, string text, IReadOnlyList<StepTiming> timings)
    {
        foreach (StepTiming timing in timings.Where(one => one.Layers.Count > 0))
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"layers at sparsity {timing.Sparsity}:"));
            terminal.WriteTable(LayerRows.Columns, timing.Layers.Select(LayerRows.Of));
        }

        terminal.Out.WriteLine($"training step: {text}; threads {timings[0].Machine.Threads}, libtorch {timings[0].DenseLayout}, "
            + $"medians of {Counted.Of(timings[0].Steps, "step")}");
        terminal.WriteTable(StepRows.Columns, timings.Select(StepRows.Of));
    }

    private static void ShowKernels(Terminal terminal, IReadOnlyList<StepTiming> timings)
    {
        if (timings[0].Machine.Speed is not { } machine) return;
        foreach (StepTiming timing in timings)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"at sparsity {timing.Sparsity}");
            if (timing.Kernels.Count == 0)
            {
                terminal.Out.WriteLine($"no kernels {where}: the network is computed densely");
                continue;
            }

            terminal.Out.WriteLine($"where the time of a step goes {where}, means of {Counted.Of(timing.Steps, "step")} of "
                + $"{Figures.Real(timing.KernelStepSeconds)} s:");
            terminal.WriteTable(KernelRows.Columns, KernelRows.Of(timing));
        }

        terminal.WriteTable(["this machine", ">"],
        [
            ["multiply-adds from the first-level cache", $"{Figures.Short(machine.FirstLevelGflops)} GFLOP/s"],
            ["multiply-adds from the second-level cache", $"{Figures.Short(machine.SecondLevelGflops)} GFLOP/s"],
            ["reading memory", $"{Figures.Short(machine.ReadGigabytes)} GB/s"],
            ["copying memory, both ways counted", $"{Figures.Short(machine.CopyGigabytes)} GB/s"],
        ]);
    }
}
