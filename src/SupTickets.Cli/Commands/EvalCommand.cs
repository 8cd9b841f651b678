using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Evaluation;
using SupTickets.Recipes;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>eval</c>: a ticket is measured on a test set.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("PATH") { Description = "A run folder, or a ticket file (.safetensors)" };
        Option<string?> data = new("--data") { Description = "Measure on this data set instead of the recipe's, see 'suptickets list data'", HelpName = "NAME" };
        Option<string?> folder = SharedOptions.DataDir();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "eval",
            "Measure a ticket: accuracy, negative log-likelihood and calibration error on the test set, connections and FLOPs.",
            "suptickets eval runs/demo-1",
            "suptickets eval runs/demo-1/tickets/cycle-2.safetensors --json",
            "suptickets eval ticket.safetensors --data cifar10 --data-dir data")
        {
            path,
            data,
            folder,
            json,
        };
        command.SetAction(request => Run(terminal, request.GetRequiredValue(path), request.GetValue(data), request.GetValue(folder), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? data, string? folder, bool json)
    {
        if (!Path.Exists(path)) throw new RequestException($"PATH: got '{path}', which does not exist; allowed: a run folder or a ticket file");
        if (data is not null && !Experiment.Names.DataSets.Contains(data)) throw new UnknownNameException("data set (--data)", data, Experiment.Names.DataSets);
        DataRecipe? instead = data is not null ? new() { Name = data, Folder = folder } : folder is not null ? RecordedData(path) with { Folder = folder } : null;
        using Interruption interruption = new(terminal.Error, "stopping");
        EvaluationReport report = terminal.Watch(json, view =>
        {
            view.Show(0, path);
            TorchLibrary.Load();
            return Experiment.Evaluate(path, instead, new DirectProgress<double>(share => view.Show(share, path)), interruption.Token);
        });
        var figures = new { report.Metrics.Top1, report.Metrics.Top5, report.Metrics.Nll, report.Metrics.Ece, report.Metrics.Samples, report.Density, report.Connections };
        if (json) terminal.WriteJson(figures);
        else
        {
            terminal.WriteTable([path, ">"],
            [
                ["accuracy, top 1", Figures.Percent(figures.Top1)],
                ["accuracy, top 5", Figures.Percent(figures.Top5)],
                ["negative log-likelihood", Figures.Real(figures.Nll)],
                ["calibration error", Figures.Real(figures.Ece)],
                ["samples", Figures.Count(figures.Samples)],
                ["connections", Figures.Count(figures.Connections)],
                ["density", Figures.Ratio(figures.Density)],
                ["FLOPs of a sample", Figures.Amount(report.InferenceFlops)],
                ["FLOPs ratio", Figures.Ratio(report.InferenceFlopsRatio)],
            ]);
        }

        return ExitCode.Done;
    }

    // What the ticket was trained on, for a user who only says where that lies here.
    private static DataRecipe RecordedData(string path)
    {
        string recipe = Directory.Exists(path) ? Path.Combine(path, "recipe.json") : path;
        if (!File.Exists(recipe)) throw new RequestException($"PATH: '{path}' holds no recipe.json; allowed: a run folder or a ticket file");
        return RecipeJson.Read(Directory.Exists(path) ? File.ReadAllText(recipe) : TicketFile.Read(recipe).Description.Recipe).Data;
    }
}
