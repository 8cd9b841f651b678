using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Layers;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench step</c>: how long a training step takes. <c>bench calibrate</c>: what the engines cost here.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal) => new("bench", "Measure speed.") { Step(terminal), Calibrate(terminal) };

    private static DocumentedCommand Step(Terminal terminal)
    {
        Option<string> model = SharedOptions.Model(), init = SharedOptions.Init();
        Option<ImageShape> input = SharedOptions.Input();
        Option<int> classes = SharedOptions.Classes(), batch = SharedOptions.Whole("--batch", "Samples in a mini-batch", 128, least: 1);
        Option<int> threads = SharedOptions.Whole("--threads", "Threads for tensor operations; 0 takes every core", 0, least: 0);
        Option<double> sparsity = SharedOptions.Sparsity(0.95);
        Option<string> engine = new("--engine") { Description = "How sparse layers compute: auto, dense or sparse", HelpName = "NAME", DefaultValueFactory = _ => "auto" };
        Option<bool> json = SharedOptions.Json();
        model.DefaultValueFactory = _ => "vgg16";
        DocumentedCommand command = new(
            "step",
            "Seconds of a whole training step (forward, backward, optimizer) on random images: the sparse network against the same network dense with libtorch, and layer by layer.",
            "suptickets bench step --model vgg16 --sparsity 0.95 --batch 128 --threads 2",
            "suptickets bench step --model resnet50 --input 3x32x32 --classes 100 --batch 64 --json")
        {
            model, input, classes, batch, sparsity, init, engine, threads, json,
        };
        command.SetAction(request =>
        {
            int count = request.GetRequiredValue(threads) is > 0 and var some ? some : Environment.ProcessorCount;
            StepBenchmarkSettings settings = new(
                request.GetRequiredValue(model), request.GetRequiredValue(input), request.GetRequiredValue(classes), request.GetRequiredValue(batch),
                request.GetRequiredValue(sparsity), request.GetRequiredValue(init), Engines.Parse(request.GetRequiredValue(engine)), EngineCostsFile.Current());
            return Run(terminal, settings, count, request.GetValue(json));
        });
        return command;
    }

    private static DocumentedCommand Calibrate(Terminal terminal)
    {
        Option<string> file = new("--out") { Description = "Where to write the costs; from the default place later commands take them", HelpName = "FILE", DefaultValueFactory = _ => EngineCostsFile.Path };
        Option<int> threads = SharedOptions.Whole("--threads", "Threads for tensor operations; 0 takes every core", 0, least: 0);
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "calibrate",
            "Measure what the engines cost on this machine, by which --engine auto decides from then on; without it the committed costs decide.",
            "suptickets bench calibrate",
            "suptickets bench calibrate --out costs.json --json    # only look")
        {
            file, threads, json,
        };
        command.SetAction(request =>
        {
            int count = request.GetRequiredValue(threads) is > 0 and var some ? some : Environment.ProcessorCount;
            return Calibrate(terminal, request.GetRequiredValue(file), count, request.GetValue(json));
        });
        return command;
    }

    private static int Calibrate(Terminal terminal, string file, int threads, bool json)
    {
        using Interruption interruption = new(terminal.Error, "stopping after this layer");
        EngineCosts costs = terminal.Watch(json, view =>
        {
            const string Text = "measuring both engines";
            view.Show(0, Text);
            TorchLibrary.Load();
            torch.set_num_threads(threads);
            return EngineCalibration.Measure(new DirectProgress<double>(share => view.Show(share, Text)), interruption.Token);
        });
        EngineCostsFile.Write(file, costs);
        if (json) terminal.WriteJson(new { file, costs });
        else terminal.WriteTable(["cost", ">this machine", ">committed"], CostRows.Of(costs, EngineCosts.Committed));
        if (!json) terminal.Out.WriteLine($"written to {file}");
        return ExitCode.Done;
    }

    private static int Run(Terminal terminal, StepBenchmarkSettings settings, int threads, bool json)
    {
        using Interruption interruption = new(terminal.Error, "stopping after this step");
        string text = $"{settings.Model}, batch {settings.Batch}, sparsity {settings.Sparsity}";
        StepTiming timing = terminal.Watch(json, view =>
        {
            view.Show(0, text);
            TorchLibrary.Load();
            torch.set_num_threads(threads);
            return StepBenchmark.Measure(settings, new DirectProgress<double>(share => view.Show(share, text)), interruption.Token);
        });
        if (json)
        {
            terminal.WriteJson(new
            {
                settings.Model,
                settings.Batch,
                settings.Sparsity,
                timing.Threads,
                timing.Engine,
                dense = new { medianSeconds = timing.DenseSeconds, layout = timing.DenseLayout },
                sparse = new { medianSeconds = timing.SparseSeconds },
                timing.Speedup,
                timing.FlopsRatio,
                timing.Efficiency,
                timing.Steps,
                timing.Layers,
            });
            return ExitCode.Done;
        }

        terminal.WriteTable(
            ["layer", "shape", ">density", "engine", ">dense ms", ">sparse ms", ">ratio", ">dense GFLOP/s", ">sparse GFLOP/s"],
            timing.Layers.Select(layer => (string[])
            [
                layer.Name, string.Join('x', layer.Shape), Figures.Ratio(layer.Density), layer.Engine, Figures.Short(1e3 * layer.DenseSeconds), Figures.Short(1e3 * layer.SparseSeconds),
                Figures.Short(layer.Speedup), Figures.Short(layer.DenseGflops), Figures.Short(layer.SparseGflops),
            ]));
        terminal.WriteTable(["training step", ">"],
        [
            ["network", text],
            ["threads", Figures.Count(timing.Threads)],
            [$"dense network, libtorch, {timing.DenseLayout}", $"{Figures.Real(timing.DenseSeconds)} s"],
            [$"sparse network, {timing.Engine} engine", $"{Figures.Real(timing.SparseSeconds)} s"],
            ["speedup", Figures.Short(timing.Speedup)],
            ["FLOPs ratio", Figures.Ratio(timing.FlopsRatio)],
            ["efficiency", Figures.Ratio(timing.Efficiency)],
            ["steps of each", Figures.Count(timing.Steps)],
        ]);
        return ExitCode.Done;
    }
}
