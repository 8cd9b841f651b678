using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>report</c>: the page of a run, or of a sweep, is written, and its plots as pictures.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("PATH") { Description = "The folder of a run or of a sweep, finished or not" };
        Option<string?> file = new("--out") { Description = "Write the page here instead of PATH/report.html", HelpName = "FILE" };
        Option<string?> pictures = new("--png") { Description = "Write every plot as a PNG file into this folder too", HelpName = "DIR" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "report",
            "Write the report of a run or of a sweep: one page of HTML that needs no network, with figures, curves and the paper's values "
            + "beside them.",
            "suptickets report runs/demo-1",
            "suptickets report runs/grid                  # a sweep: its groups, and links to the reports of its runs",
            "suptickets report runs/demo-1 --out demo.html --png plots")
        {
            path,
            file,
            pictures,
            json,
        };
        command.SetAction(request =>
            Run(terminal, request.GetRequiredValue(path), request.GetValue(file), request.GetValue(pictures), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? file, string? pictures, bool json)
    {
        terminal.KeepResultInFiles();
        PathArgument.Folder("PATH", path, "the folder of a run or of a sweep, such as runs/demo-1");
        (string Page, IReadOnlyList<string> Plots, bool Complete) written = SweepFolder.IsSweep(path)
            ? OfSweep(SweepFolder.Open(path), Target(file), Pictures(pictures))
            : OfRun(terminal, RunFolder.Open(path), Target(file), Pictures(pictures));
        if (json) terminal.WriteJson(new { Report = written.Page, written.Plots, written.Complete });
        else foreach (string name in written.Plots.Prepend(written.Page)) terminal.Out.WriteLine(name);
        return ExitCode.Done;
    }

    private static (string Page, IReadOnlyList<string> Plots, bool Complete) OfRun(
        Terminal terminal, RunFolder folder, string? file, string? pictures)
    {
        string page = file ?? folder.Report;
        RunRecord run = Read(folder);
        foreach (string damage in run.Damage) terminal.Error.WriteLine($"suptickets: {damage}");
        IReadOnlyList<string> plots = pictures is null ? [] : PlotFiles.Write(pictures, run);
        HtmlReport.Write(page, run);
        return (page, plots, run.Summary is not null);
    }

    private static (string Page, IReadOnlyList<string> Plots, bool Complete) OfSweep(SweepFolder folder, string? file, string? pictures)
    {
        string page = file ?? Path.Combine(folder.Path, RunFolder.ReportName);
        SweepRecord sweep = SweepReport.Of(folder, page);
        IReadOnlyList<string> plots = pictures is null ? [] : PlotFiles.Write(pictures, sweep);
        HtmlReport.Write(page, sweep);
        return (page, plots, sweep.Groups.All(group => group.Finished.Count == group.Runs.Count));
    }

    private static string? Pictures(string? folder) => folder is null
        || !File.Exists(PathArgument.Named("--png", folder, "a folder, which is made where there is none"))
        ? folder
        : throw new RequestException($"--png: got '{folder}', which is a file; allowed: a folder, which is made where there is none");

    private static string? Target(string? file)
    {
        if (file is null) return null;
        PathArgument.Named("--out", file, "a file in a folder that exists");
        if (Directory.Exists(file)) throw new RequestException(
            $"--out: got '{file}', which is a folder; allowed: a file, such as {Path.Combine(file, "report.html")}");
        if (File.Exists(file)) RequirePage(file);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
        return Directory.Exists(folder) ? file : throw new RequestException(
            $"--out: got '{file}', whose folder does not exist; allowed: a file in a folder that does");
    }

    // A page may be overwritten, but no ticket and nothing that is no file.
    private static void RequirePage(string file)
    {
        RegularFile.Require(file);
        if (FileKind.Of(file) is not (FileKind.HtmlPage or FileKind.Empty))
            throw new RequestException(
                $"--out: got '{file}', which is {FileKind.Of(file) ?? "another file"}; allowed: a new file, or a page to write again");
    }

    private static RunRecord Read(RunFolder folder)
    {
        try
        {
            return RunRecord.Read(folder);
        }
        catch (SettingException defect)
        {
            throw new InvalidDataException($"{folder.Recipe}: {defect.Message}", defect);
        }
    }
}
