using System.CommandLine;
using System.Globalization;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Benchmarks;
using SupTickets.LibTorch;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench layer</c>: how long one layer takes.</summary>
internal static class BenchLayerCommand
{
    private const int MostPositions = 1 << 28;

    public static Command Create(Terminal terminal)
    {
        Option<string> weight = Weight();
        Option<int> side = SharedOptions.Whole("--side", "Pixels on each side of a convolution's input", 16, least: 1);
        Option<int> stride = SharedOptions.Whole("--stride", "Pixels between two outputs of a convolution", 1, least: 1);
        Option<int> batch = SharedOptions.Whole("--batch", "Samples in a mini-batch", 128, least: 1);
        HardwareOptions hardware = HardwareOptions.OfBenchmark();
        Option<double> sparsity = SharedOptions.Sparsity(0.95);
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "layer",
            "Seconds of forward and backward pass of one layer, random connections against libtorch over all positions.",
            "suptickets bench layer --weight 256x256x3x3 --side 8 --sparsity 0.95",
            "suptickets bench layer --weight 64x256x1x1 --side 32 --sparsity 0.9 --json",
            "suptickets bench layer --weight 1024x1024 --batch 256")
        {
            weight, side, stride, batch, sparsity,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request =>
        {
            WeightShape shape = ShapeOf(request.GetRequiredValue(weight))!;
            if (shape.Sizes.Count == 2)
            {
                foreach (Option<int> pixels in new[] { side, stride })
                {
                    if (request.GetResult(pixels) is not { Implicit: false }) continue;
                    throw new RequestException(
                        $"{pixels.Name}: got {request.GetValue(pixels)}, but --weight {request.GetValue(weight)} is a linear layer, whose "
                        + "input has no pixels; leave it out");
                }
            }

            LayerBenchmarkSettings settings = new(
                shape, request.GetRequiredValue(side), request.GetRequiredValue(stride), request.GetRequiredValue(batch),
                request.GetRequiredValue(sparsity))
            {
                Costs = EngineCostsFile.Current(terminal.Warn),
            };
            return Run(terminal, settings, hardware.OnCpu(request), request.GetValue(json));
        });
        return command;
    }

    private static int Run(Terminal terminal, LayerBenchmarkSettings settings, Hardware hardware, bool json)
    {
        using Interruption interruption = new(terminal, "stopping after this pass");
        TorchLibrary.Load();
        set_num_threads(hardware.Threads ?? Environment.ProcessorCount);
        RequestRefusal.Checked(() => LayerBenchmark.RequireFit(settings));
        LayerTiming timing = LayerBenchmark.Measure(settings, interruption.Token);
        if (json)
        {
            terminal.WriteJson(timing);
            return ExitCode.Done;
        }

        terminal.WriteTable(LayerRows.Columns, [LayerRows.Of(timing)]);
        terminal.Out.WriteLine(LibTorchSafety.State);
        return ExitCode.Done;
    }

    // A text to the parser, so that the help shows the default as one types it.
    private static Option<string> Weight() => new("--weight")
    {
        Description = "Shape of the dense weight, OUTPUTSxINPUTSxHEIGHTxWIDTH or OUTPUTSxINPUTS",
        HelpName = "SHAPE",
        DefaultValueFactory = _ => "128x128x3x3",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (ShapeOf(text) is null)
                result.AddError($"--weight: got {text}; allowed: 2 or 4 positive whole numbers with an x between them, such as "
                    + $"128x128x3x3, and at most {MostPositions} positions");
            return text;
        },
    };

    private static WeightShape? ShapeOf(string text)
    {
        List<long> sizes = [];
        foreach (string size in text.Split('x'))
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0) return null;
            sizes.Add(number);
        }

        return sizes.Count is 2 or 4 && sizes.Aggregate(1m, (product, size) => product * size) <= MostPositions ? new([.. sizes]) : null;
    }
}
