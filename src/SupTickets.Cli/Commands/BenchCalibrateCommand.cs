using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Layers;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench calibrate</c>: what the engines cost here.</summary>
internal static class BenchCalibrateCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> file = new("--out")
        {
            Description = "Where to write the costs; without it suptickets/engine-costs.json in your configuration folder, from where later commands take them",
            HelpName = "FILE",
        };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "calibrate",
            "Measure what the engines cost on this machine, by which --engine auto decides from then on; without it the committed costs decide.",
            "suptickets bench calibrate",
            "suptickets bench calibrate --out costs.json --json    # only look")
        {
            file, threads, json,
        };
        command.SetAction(request => Run(terminal, request.GetValue(file) ?? EngineCostsFile.Path, request.ThreadsOf(threads), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string file, int threads, bool json)
    {
        using Interruption interruption = new(terminal, "stopping after this layer");
        EngineCosts costs = terminal.Watch(json, view =>
        {
            const string Text = "measuring both engines";
            view.Show(0, Text);
            TorchLibrary.Load();
            set_num_threads(threads);
            return EngineCalibration.Measure(new DirectProgress<double>(share => view.Show(share, Text)), interruption.Token);
        });
        EngineCostsFile.Write(file, costs);
        if (json) terminal.WriteJson(new { file, costs });
        else terminal.WriteTable(["cost", ">this machine", ">committed"], CostRows.Of(costs, EngineCosts.Committed));
        if (!json) terminal.Out.WriteLine($"written to {file}");
        return ExitCode.Done;
    }
}
