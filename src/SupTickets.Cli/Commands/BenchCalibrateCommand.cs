using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Benchmarks;
using SupTickets.LibTorch;
using SupTickets.Networks;
using static TorchSharp.torch;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench calibrate</c>: what the engines cost here.</summary>
internal static class BenchCalibrateCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> file = new("--out")
        {
            Description = "Where to write the costs; without it suptickets/engine-costs.json in your configuration folder, from where "
                + "later commands take them",
            HelpName = "FILE",
        };
        HardwareOptions hardware = HardwareOptions.OfBenchmark();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "calibrate",
            "Measure what the engines cost on this machine, by which --engine auto decides from then on; without it the committed costs "
            + "decide.",
            "suptickets bench calibrate",
            "suptickets bench calibrate --out costs.json --json    # only look")
        {
            file,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(
            request => Run(terminal, request.GetValue(file) ?? EngineCostsFile.Path, hardware.OnCpu(request), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string file, Hardware hardware, bool json)
    {
        PathArgument.Named("--out", file, "a file, such as engine-costs.json");
        if (Directory.Exists(file)) throw new RequestException(
            $"--out: got '{file}', which is a folder; allowed: a file, such as {Path.Combine(file, "engine-costs.json")}");
        EngineCostsFile.Prepare(file);
        terminal.KeepResultInFiles();
        using Interruption interruption = new(terminal, "stopping after this layer");
        EngineCosts costs = terminal.Watch(json, view =>
        {
            const string Text = "measuring libtorch and our kernels";
            view.Show(0, Text);
            TorchLibrary.Load();
            set_num_threads(hardware.Threads ?? Environment.ProcessorCount);
            return EngineCalibration.Measure(new DirectProgress<double>(share => view.Show(share, Text)), interruption.Token);
        });
        EngineCostsFile.Write(file, costs);
        if (json) terminal.WriteJson(new { file, costs });
        else terminal.WriteTable(["cost", ">this machine", ">committed"], CostRows.Of(costs, EngineCosts.Here));
        if (!json) terminal.Out.WriteLine(LibTorchSafety.State);
        if (!json) terminal.Out.WriteLine($"written to {file}");
        return ExitCode.Done;
    }
}
