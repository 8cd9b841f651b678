using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench step</c>: how long a training step takes.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal) => new("bench", "Measure speed.") { Step(terminal) };

    private static DocumentedCommand Step(Terminal terminal)
    {
        Option<string> model = SharedOptions.Model(), init = SharedOptions.Init();
        Option<ImageShape> input = SharedOptions.Input();
        Option<int> classes = SharedOptions.Classes(), batch = SharedOptions.Whole("--batch", "Samples in a mini-batch", 128, least: 1);
        Option<int> threads = SharedOptions.Whole("--threads", "Threads for tensor operations; 0 takes every core", 0, least: 0);
        Option<double> sparsity = SharedOptions.Sparsity(0.95);
        Option<string> engine = new("--engine") { Description = "How sparse layers compute: auto or dense", HelpName = "NAME", DefaultValueFactory = _ => "auto" };
        Option<bool> json = SharedOptions.Json();
        model.DefaultValueFactory = _ => "vgg16";
        DocumentedCommand command = new(
            "step",
            "Median seconds of a whole training step (forward, backward, optimizer) on random images.",
            "suptickets bench step --model vgg16 --sparsity 0.95 --batch 128 --threads 2",
            "suptickets bench step --model resnet50 --input 3x32x32 --classes 100 --batch 64 --json")
        {
            model, input, classes, batch, sparsity, init, engine, threads, json,
        };
        command.SetAction(request =>
        {
            string chosen = request.GetRequiredValue(engine);
            if (!Experiment.Names.Engines.Contains(chosen)) throw new UnknownNameException("engine", chosen, Experiment.Names.Engines);
            int count = request.GetRequiredValue(threads) is > 0 and var some ? some : Environment.ProcessorCount;
            StepBenchmarkSettings settings = new(
                request.GetRequiredValue(model), request.GetRequiredValue(input), request.GetRequiredValue(classes), request.GetRequiredValue(batch),
                request.GetRequiredValue(sparsity), request.GetRequiredValue(init));
            return Run(terminal, settings, count, request.GetValue(json));
        });
        return command;
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
            // The sparse engine's figures stay null until there is one.
            terminal.WriteJson(new
            {
                settings.Model,
                settings.Batch,
                settings.Sparsity,
                timing.Threads,
                dense = new { timing.MedianSeconds },
                sparse = (object?)null,
                speedup = (double?)null,
                timing.FlopsRatio,
                efficiency = (double?)null,
                timing.Layers,
            });
            return ExitCode.Done;
        }

        terminal.WriteTable(["training step", ">"],
        [
            ["network", text],
            ["threads", Figures.Count(timing.Threads)],
            ["dense engine, median seconds", Figures.Real(timing.MedianSeconds)],
            ["steps measured", Figures.Count(timing.Steps)],
            ["FLOPs ratio", Figures.Ratio(timing.FlopsRatio)],
        ]);
        return ExitCode.Done;
    }
}
