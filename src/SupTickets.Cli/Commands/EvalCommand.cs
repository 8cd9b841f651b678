using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Cli.Commands;

/// <summary><c>eval</c>: a ticket is measured on a test set.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("PATH") { Description = "A run folder, or a ticket file (.safetensors)" };
        Option<string?> data = MeasuredData.Option();
        Option<string?> folder = SharedOptions.DataDir();
        Option<string?> calibration = new("--calibration")
        {
            Description = "Bins of the calibration error instead of the recipe's: guo (15) or freetickets (14)",
            HelpName = "NAME",
        };
        HardwareOptions hardware = HardwareOptions.InsteadOfRecipe();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "eval",
            "Measure a ticket: accuracy, negative log-likelihood and calibration error on the test set, connections and FLOPs.",
            "suptickets eval runs/demo-1",
            "suptickets eval runs/demo-1/tickets/cycle-2.safetensors --json",
            "suptickets eval ticket.safetensors --data cifar10 --data-dir data",
            "suptickets eval runs/demo-1 --data imagefolder --data-dir my-images")
        {
            path,
            data,
            folder,
            calibration,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request => Run(
            terminal, request.GetRequiredValue(path), request.GetValue(data), request.GetValue(folder), request.GetValue(calibration),
            hardware.Of(request), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? data, string? folder, string? calibration, Hardware hardware, bool json)
    {
        PathArgument.Any("PATH", path, "a run folder or a ticket file");
        Calibration? bins = calibration is null ? null : Calibration.All[calibration];
        DataOptions? instead = MeasuredData.Instead(path, data, folder);
        using Interruption interruption = new(terminal, "stopping");
        EvaluationReport report = terminal.Watch(json, view =>
        {
            view.Show(0, path);
            TorchLibrary.Load();
            return Experiment.Evaluate(
                path, instead, bins, hardware, new DirectProgress<double>(share => view.Show(share, path)), interruption.Token);
        });
        var figures = new
        {
            report.Metrics.Top1,
            report.Metrics.Top5,
            report.Metrics.Nll,
            report.Metrics.Ece,
            report.Metrics.Samples,
            report.Density,
            report.Connections,
            report.Reliability,
            report.Labels,
            report.Notes,
        };
        MeasuredData.Tell(terminal, report.Notes);
        if (json) terminal.WriteJson(figures);
        else
        {
            terminal.WriteTable([path, ">"],
            [
                ["accuracy, top 1", Figures.Percent(figures.Top1)],
                ["accuracy, top 5", Figures.Percent(figures.Top5)],
                ["negative log-likelihood", Figures.Real(figures.Nll)],
                ["calibration error", Figures.Percent(figures.Ece)],
                ["samples", Figures.Count(figures.Samples)],
                ["connections", Figures.Count(figures.Connections)],
                ["density", Figures.Ratio(figures.Density)],
                ["FLOPs of a sample", Figures.Amount(report.InferenceFlops)],
                ["FLOPs ratio", Figures.Ratio(report.InferenceFlopsRatio)],
            ]);
        }

        return ExitCode.Done;
    }
}
