using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>tickets</c>: what the tickets of a run have in common, and what lies between them.</summary>
internal static class TicketsCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> path = new("RUN") { Description = "A run folder with tickets" };
        Option<int> points = SharedOptions.Whole(
            "--points", "Points on the line between two tickets, both ends included", 5, least: 3, Limit.LinePoints);
        Option<string?> data = MeasuredData.Option(), folder = SharedOptions.DataDir();
        HardwareOptions hardware = HardwareOptions.InsteadOfRecipe();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "tickets",
            "Compare the tickets of a run: overlap of their connections, where the superposed ticket's come from, loss along the lines "
            + "between them.",
            "suptickets tickets runs/demo-1",
            "suptickets tickets runs/demo-1 --points 11 --json")
        {
            path, points, data, folder,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request => Run(
            terminal,
            request.GetRequiredValue(path),
            request.GetResult(points) is { Implicit: false },
            request.GetRequiredValue(points),
            request.GetValue(data),
            request.GetValue(folder),
            hardware.Of(request),
            request.GetValue(json)));
        return command;
    }

    private static int Run(
        Terminal terminal, string path, bool asksForPoints, int points, string? data, string? folder, Hardware hardware, bool json)
    {
        PathArgument.Folder("RUN", path, "the folder of a run, such as runs/demo-1");
        if (asksForPoints && RunFolder.Open(path).CycleTickets() is [var only])
        {
            throw new RequestException(
                $"--points: '{path}' holds one ticket, that of cycle {only.Cycle}; allowed: with at least two, between which a line lies");
        }

        DataOptions? instead = MeasuredData.Instead(path, data, folder);
        using Interruption interruption = new(terminal, "stopping");
        TicketReport report = terminal.Watch(json, view =>
        {
            TorchLibrary.Load();
            return TicketAnalysis.Examine(
                path, points, instead, hardware, new DirectProgress<double>(share => view.Show(share, path)), interruption.Token);
        });
        MeasuredData.Tell(terminal, report.Notes);
        if (json) terminal.WriteJson(report);
        else Write(terminal, report);
        return ExitCode.Done;
    }

    private static void Write(Terminal terminal, TicketReport report)
    {
        terminal.WriteTable(
            ["ticket", ">accuracy", ">NLL", ">connections"],
            report.Tickets.Select(
                ticket => new[] { $"{ticket.Cycle}", Figures.Percent(ticket.Metrics.Top1), Figures.Real(ticket.Metrics.Nll), Figures.Count(
                    ticket.Connections) }));
        if (report.Overlaps.Count > 0)
        {
            terminal.WriteTable(
                ["tickets", ">both of either", ">both of first"],
                report.Overlaps.Select(
                    pair => new[] { $"{pair.First}, {pair.Second}", Figures.Percent(pair.Jaccard), Figures.Percent(pair.OfFirst) }));
        }

        if (report.Superposed is { } superposed)
        {
            terminal.WriteTable(
                ["superposed ticket's connections", ">"],
                superposed.Lived.Index().Select(lived => new[] { $"that lived in {lived.Index + 1} of "
                    + $"{Counted.Of(superposed.Lived.Count, "ticket")}", Figures.Count(lived.Item) })
                    .Append(["all", Figures.Count(superposed.Connections)])
                    .Append(["chosen from", Figures.Count(superposed.Union)]));
        }

        if (report.Lines.Count == 0)
        {
            terminal.Out.WriteLine("there is one ticket: with nothing to compare it with, and no line from it to another");
        }
        else
        {
            terminal.WriteTable(
                ["line", ">share", ">loss", ">accuracy", ">barrier"],
                report.Lines.SelectMany(line => line.Points.Index().Select(point => new[]
                {
                    point.Index == 0 ? $"{line.First} to {line.Second}"
                        : "", Figures.Short(point.Item.Share), Figures.Real(point.Item.Loss), Figures.Percent(point.Item.Accuracy),
                    point.Index == 0 ? Figures.Real(line.Barrier) : "",
                })));
        }
    }
}
