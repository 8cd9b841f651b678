using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Cli.Commands;

/// <summary><c>ensemble</c>: the results of several runs predict together.</summary>
internal static class EnsembleCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> paths = new(
            "RUN")
        { Description = "Run folders, whose results are meant, or ticket files; at least 2", Arity = ArgumentArity.OneOrMore };
        Option<string?> data = MeasuredData.Option(), folder = SharedOptions.DataDir();
        HardwareOptions hardware = HardwareOptions.InsteadOfRecipe();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "ensemble",
            "Measure several results together: the figures of the mean of their predictions, and how much they differ.",
            "suptickets ensemble runs/dense-1 runs/dense-2 runs/dense-3",
            "suptickets ensemble runs/demo-1/tickets/*.safetensors --json")
        {
            paths,
            data,
            folder,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request => Run(
            terminal, request.GetRequiredValue(paths), request.GetValue(data), request.GetValue(folder), hardware.Of(request),
            request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, string? data, string? folder, Hardware hardware, bool json)
    {
        if (paths.Length < 2)
            throw new RequestException($"RUN: got {paths.Length}, '{paths[0]}'; allowed: at least 2 run folders or ticket files");
        foreach (string path in paths) PathArgument.Any("RUN", path, "run folders or ticket files");
        using Interruption interruption = new(terminal, "stopping");
        EnsembleReport report = terminal.Watch(json, view =>
        {
            view.Show(0, paths[0]);
            TorchLibrary.Load();
            return PredictionEnsemble.Measure(
                paths, MeasuredData.Instead(paths[0], data, folder), hardware,
                new DirectProgress<double>(share => view.Show(share, "measuring")), interruption.Token);
        });
        var figures = new
        {
            report.Networks,
            report.Metrics.Top1,
            report.Metrics.Top5,
            report.Metrics.Nll,
            report.Metrics.Ece,
            report.Metrics.Samples,
            report.Diversity.Disagreement,
            report.Diversity.Kl,
            report.Notes,
        };
        MeasuredData.Tell(terminal, report.Notes);
        if (json) terminal.WriteJson(figures);
        else
        {
            terminal.WriteTable(["ensemble", ">"],
            [
                ["members", Figures.Count(figures.Networks)],
                ["accuracy, top 1", Figures.Percent(figures.Top1)],
                ["accuracy, top 5", Figures.Percent(figures.Top5)],
                ["negative log-likelihood", Figures.Real(figures.Nll)],
                ["calibration error", Figures.Percent(figures.Ece)],
                ["samples", Figures.Count(figures.Samples)],
                ["disagreement", Figures.Percent(figures.Disagreement)],
                ["KL divergence", Figures.Real(figures.Kl)],
            ]);
        }

        return ExitCode.Done;
    }
}
