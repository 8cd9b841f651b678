using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Layers;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench step</c>: how long a training step takes. <c>bench layer</c>: how long one layer does. <c>bench calibrate</c>: what the engines cost here.</summary>
internal static class BenchCommand
{
    private const int MostPositions = 1 << 28;

    public static Command Create(Terminal terminal) => new("bench", "Measure speed.") { Step(terminal), Layer(terminal), Calibrate(terminal) };

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

    private static DocumentedCommand Layer(Terminal terminal)
    {
        Option<WeightShape> weight = new("--weight")
        {
            Description = "Shape of the dense weight, OUTPUTSxINPUTSxHEIGHTxWIDTH or OUTPUTSxINPUTS",
            HelpName = "SHAPE",
            DefaultValueFactory = _ => new(128, 128, 3, 3),
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                string[] sizes = text.Split('x');
                if (sizes.Length is 2 or 4 && sizes.All(size => int.TryParse(size, out int number) && number > 0) && sizes.Aggregate(1m, (product, size) => product * int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)) <= MostPositions)
                    return new([.. sizes.Select(long.Parse)]);
                result.AddError($"--weight: got {text}; allowed: 2 or 4 positive whole numbers with an x between them, such as 128x128x3x3, and at most {MostPositions} positions");
                return new(1, 1);
            },
        };
        Option<int> side = SharedOptions.Whole("--side", "Pixels on each side of the input; 1 for a linear layer", 16, least: 1), stride = SharedOptions.Whole("--stride", "Pixels between two outputs", 1, least: 1);
        Option<int> batch = SharedOptions.Whole("--batch", "Samples in a mini-batch", 128, least: 1), threads = SharedOptions.Whole("--threads", "Threads for tensor operations; 0 takes every core", 0, least: 0);
        Option<double> sparsity = SharedOptions.Sparsity(0.95);
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "layer",
            "Seconds of forward and backward pass of one layer, random connections against libtorch over all positions.",
            "suptickets bench layer --weight 256x256x3x3 --side 8 --sparsity 0.95",
            "suptickets bench layer --weight 64x256x1x1 --side 32 --sparsity 0.9 --json")
        {
            weight, side, stride, batch, sparsity, threads, json,
        };
        command.SetAction(request =>
        {
            TorchLibrary.Load();
            torch.set_num_threads(request.GetRequiredValue(threads) is > 0 and var some ? some : Environment.ProcessorCount);
            LayerTiming timing = LayerBenchmark.Measure(
                request.GetRequiredValue(weight), request.GetRequiredValue(side), request.GetRequiredValue(stride), request.GetRequiredValue(batch), request.GetRequiredValue(sparsity));
            if (request.GetValue(json)) terminal.WriteJson(timing);
            else terminal.WriteTable(LayerRows.Columns, [LayerRows.Of(timing)]);
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Calibrate(Terminal terminal)
    {
        Option<string?> file = new("--out") { Description = "Where to write the costs; without it suptickets/engine-costs.json in your configuration folder, from where later commands take them", HelpName = "FILE" };
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
            return Calibrate(terminal, request.GetValue(file) ?? EngineCostsFile.Path, count, request.GetValue(json));
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
                dense = new { medianSeconds = timing.DenseSeconds, layout = timing.DenseLayout },
                sparse = new { medianSeconds = timing.SparseSeconds },
                timing.Speedup,
                timing.FlopsRatio,
                timing.Efficiency,
                timing.Layers,
                timing.Engine,
                timing.Steps,
            });
            return ExitCode.Done;
        }

        terminal.WriteTable(
            LayerRows.Columns, timing.Layers.Select(LayerRows.Of));
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
