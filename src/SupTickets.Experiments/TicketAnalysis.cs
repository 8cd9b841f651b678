using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>Compares the tickets of a run, finished or not.</summary>
public static class TicketAnalysis
{
    /// <summary>Compares the tickets in a run folder, and measures them and the lines between consecutive ones on the test set.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="points">Points on each line, both ends included; at least 3, at most <see cref="Limit.LinePoints"/>.</param>
    /// <param name="instead">Data to measure on instead of the recipe's; null for that.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="RunFolderException">There is no run, or it has no ticket yet.</exception>
    /// <exception cref="InvalidDataException">A ticket is damaged, or of another network than the first.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit the tickets.</exception>
    public static TicketReport Examine(
        string folder, int points, DataOptions? instead, IProgress<double>? progress, CancellationToken cancel) =>
        Examine(folder, points, instead, Hardware.AsRecorded, progress, cancel);

    /// <summary>As the other, on <paramref name="hardware"/>.</summary>
    /// <inheritdoc cref="Examine(string, int, DataOptions, IProgress{double}, CancellationToken)"/>
    public static TicketReport Examine(
        string folder, int points, DataOptions? instead, Hardware hardware, IProgress<double>? progress, CancellationToken cancel)
    {
        if (points < 3 || points > Limit.LinePoints.Most)
            throw new ArgumentOutOfRangeException(
                nameof(points), $"got {points} points; allowed: at least 3, and {Limit.LinePoints.Allowed}");
        RunFolder run = RunFolder.Open(folder);
        IReadOnlyList<(int Cycle, string Path)> files = run.CycleTickets();
        if (files.Count == 0) throw new RunFolderException(
            $"'{folder}' holds no ticket: the run has no cyclic phase, or has not come to the end of its first cycle");
        Ticket first = run.ReadTicket(files[0].Cycle);
        IReadOnlyList<(int Cycle, NetworkState State)> tickets = RunTickets.Read(run);
        using var scope = NewDisposeScope();
        using OpenedTicket opened = OpenedTicket.Open(new(files[0].Path, first, run), instead, cancel);
        opened.MoveTo(hardware);
        HashSet<string> dense = [.. opened.Network.Layers.Where(layer => opened.Recipe.Topology.KeepDense.Contains(layer.Name))
            .Select(layer => layer.WeightName)];
        StateEvaluator evaluator = opened.StateEvaluator;

        int done = 0, all = tickets.Count + ((tickets.Count - 1) * (points - 2));
        Metrics Measure(NetworkState state)
        {
            Metrics measured = evaluator.Test(state, cancel);
            progress?.Report((double)++done / all);
            return measured;
        }

        Metrics[] ends = [.. tickets.Select(ticket => Measure(ticket.State))];
        LinePoint Point(int index, int point)
        {
            double share = (double)point / (points - 1);
            // The ends are measured already, so their figures are exactly those of the tickets.
            Metrics measured = point == 0 ? ends[index] : point == points - 1 ? ends[index + 1] : Measure(
                StateLine.At(tickets[index].State, tickets[index + 1].State, share));
            return new(share, measured.Nll, measured.Top1);
        }

        LossLine[] lines = [.. Enumerable.Range(0, tickets.Count - 1).Select(index => new LossLine(
            tickets[index].Cycle, tickets[index + 1].Cycle, [.. Enumerable.Range(0, points).Select(point => Point(index, point))]))];
        return new(
            [.. tickets.Zip(ends, (ticket, figures) => new TicketSummary(ticket.Cycle, ticket.State.Connections, figures))],
            TicketConnections.Overlaps(tickets, dense),
            File.Exists(run.Ticket) ? TicketConnections.Lives(
                [.. tickets.Select(ticket => ticket.State)], RunTickets.Alike(run.Ticket, run.ReadTicket(), first).State, dense)
                : null,
            lines)
        {
            Notes = opened.Data.Notes,
        };
    }
}
