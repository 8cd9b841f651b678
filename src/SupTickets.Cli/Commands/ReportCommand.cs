using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Recipes;
using SupTickets.Reports;

namespace SupTickets.Cli.Commands;

/// <summary><c>report</c>: the page of a run is written again, and its plots as pictures.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("PATH") { Description = "A run folder, of a run that is finished or not" };
        Option<string?> file = new("--out") { Description = "Write the page here instead of PATH/report.html", HelpName = "FILE" };
        Option<string?> pictures = new("--png") { Description = "Write every plot as a PNG file into this folder too", HelpName = "DIR" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "report",
            "Write the report of a run: one page of HTML that needs no network, with figures, curves and the paper's values beside them.",
            "suptickets report runs/demo-1",
            "suptickets report runs/demo-1 --out demo.html --png plots")
        {
            path,
            file,
            pictures,
            json,
        };
        command.SetAction(request => Run(terminal, request.GetRequiredValue(path), request.GetValue(file), request.GetValue(pictures), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? file, string? pictures, bool json)
    {
        if (!Directory.Exists(path)) throw new RequestException($"PATH: got '{path}', where there is no folder; allowed: the folder of a run, such as runs/demo-1");
        RunFolder folder = RunFolder.Open(path);
        string page = Target(file) ?? folder.Report;
        if (pictures is not null && File.Exists(pictures)) throw new RequestException($"--png: got '{pictures}', which is a file; allowed: a folder, which is made where there is none");
        RunRecord run = Read(folder);
        IReadOnlyList<string> plots = pictures is null ? [] : PlotFiles.Write(pictures, run);
        HtmlReport.Write(page, run);
        if (json) terminal.WriteJson(new { Report = page, Plots = plots, Complete = run.Summary is not null });
        else foreach (string written in plots.Prepend(page)) terminal.Out.WriteLine(written);
        return ExitCode.Done;
    }

    private static string? Target(string? file)
    {
        if (file is null) return null;
        if (Directory.Exists(file)) throw new RequestException($"--out: got '{file}', which is a folder; allowed: a file, such as {Path.Combine(file, "report.html")}");
        string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
        return Directory.Exists(folder) ? file : throw new RequestException($"--out: got '{file}', whose folder does not exist; allowed: a file in a folder that does");
    }

    private static RunRecord Read(RunFolder folder)
    {
        try
        {
            return RunRecord.Read(folder);
        }
        catch (RecipeException defect)
        {
            throw new InvalidDataException($"{folder.Recipe}: {defect.Message}", defect);
        }
    }
}
