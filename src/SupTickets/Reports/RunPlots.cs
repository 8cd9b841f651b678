using System.Globalization;
using SupTickets.Reports.Plots;
using SupTickets.Training;

namespace SupTickets.Reports;

/// <summary>The plots of a run, each with the data that it has; page and PNG files show the same.</summary>
internal static class RunPlots
{
    /// <summary>As many points as the plots can show.</summary>
    private const int Points = 300;

    /// <summary>As many moments as the map of layers can show.</summary>
    private const int Moments = 250;

    /// <summary>The curves over the epochs; those without data are left out.</summary>
    public static IReadOnlyList<Picture> Course(RunRecord run)
    {
        RunHistory history = run.History;
        Axis epochs = Axis.Between(0, history.EpochOf(Math.Max(history.LastStep, 1)));
        Marker[] markers = Tickets(history);
        Band[] bands = Cycles(run);
        LinePlot[] plots = [Accuracy(history, epochs), Superposition(history), Loss(history, epochs), LearningRate(history, epochs), Connections(history, epochs), Seconds(history, epochs)];
        return [.. plots.Where(plot => plot.Series.Count > 0).Select(plot => (plot with { Markers = markers, Bands = plot.X == epochs ? bands : [] }).Draw())];
    }

    /// <summary>The density of each layer over the epochs; null where the layers are not known.</summary>
    public static Picture? Layers(RunRecord run)
    {
        RunHistory history = run.History;
        IReadOnlyList<(string Name, long Positions)> layers = run.Layers;
        TopologyUpdated[] all = [.. history.Topology.Where(moved => moved.Layers.Count == layers.Count)];
        if (layers.Count == 0 || all.Length == 0) return null;
        int each = (all.Length + Moments - 1) / Moments;
        // Of many the last ones of equal parts, so that the picture ends as the run does.
        var moments = all.Chunk(each).Select(part => (history.EpochOf(part[0].Step), part[^1].Layers));
        return new LayerMap(layers, [.. moments], history.EpochOf(Math.Max(history.LastStep, 1))).Draw(Tickets(history));
    }

    /// <summary>Tickets among each other, and how far the result's confidence can be trusted; what was not measured is left out.</summary>
    public static IReadOnlyList<Picture> Together(RunRecord run)
    {
        List<Picture> plots = [];
        if (run.Overlaps.Count > 0) plots.Add(new OverlapMatrix(run.Overlaps).Draw());
        if (run.Summary?.Reliability is { Count: > 0 } bins) plots.Add(new ReliabilityDiagram(bins).Draw());
        return plots;
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Picture> All(RunRecord run) => [.. Course(run), .. Together(run), .. Layers(run) is { } layers ? new[] { layers } : []];

    private static Marker[] Tickets(RunHistory history) =>
        [.. history.Tickets.Select(ticket => new Marker(history.EpochOf(ticket.Step), string.Create(CultureInfo.InvariantCulture, $"T{ticket.Cycle}")))];

    // Only as far as the run came: a cycle that was never begun is not shown.
    private static Band[] Cycles(RunRecord run) =>
    [
        .. Enumerable.Range(1, run.Calendar.Cycles).Where(cycle => run.Calendar.StartOf(cycle) < run.History.LastStep).Select(cycle =>
            new Band(run.History.EpochOf(run.Calendar.StartOf(cycle)), run.History.EpochOf(Math.Min(run.Calendar.EndOf(cycle), run.History.LastStep)))),
    ];

    private static LinePlot Accuracy(RunHistory history, Axis epochs)
    {
        Series[] sets =
        [
            .. history.Evaluations.GroupBy(measured => measured.Set).Select(set => new Series(
                $"network ({set.Key})", "first", Drawing.Line, [.. set.Select(measured => (history.EpochOf(measured.Step), 100 * measured.Metrics.Top1))])),
        ];
        return Plot("Accuracy", "top-1 (%)", epochs, Axis.Linear, [.. sets, TicketDots(history), Superposed(history)]);
    }

    /// <summary>The same points on axes of their own: what superposing gains is small beside what training gains.</summary>
    private static LinePlot Superposition(RunHistory history)
    {
        Series[] points = history.Superpositions.Count < 2 ? [] : [TicketDots(history), Superposed(history)];
        double[] taken = [.. history.Tickets.Select(ticket => history.EpochOf(ticket.Step))];
        double margin = taken.Length < 2 ? 0.5 : (taken[^1] - taken[0]) / 12;
        Axis epochs = taken.Length == 0 ? Axis.Linear([]) : Axis.Between(taken[0] - margin, taken[^1] + margin);
        return Plot("Tickets and their superposition", "top-1 (%)", epochs, Axis.Linear, points);
    }

    private static Series TicketDots(RunHistory history) =>
        new("tickets", "third", Drawing.Rings, [.. history.Tickets.Select(ticket => (history.EpochOf(ticket.Step), 100 * ticket.Metrics.Top1))]);

    private static Series Superposed(RunHistory history) => new(
        "superposed so far", "second", Drawing.Dots, [.. history.Superpositions.Select(ticket => (history.EpochOf(ticket.Step), 100 * ticket.Metrics.Top1))]);

    private static LinePlot Loss(RunHistory history, Axis epochs) =>
        Plot("Training loss", "cross-entropy (nats)", epochs, Axis.Linear, [OfSteps("loss", history, step => step.Loss)]);

    private static LinePlot LearningRate(RunHistory history, Axis epochs) =>
        Plot("Learning rate", "rate (logarithmic)", epochs, Axis.Logarithmic, [OfSteps("rate", history, step => step.LearningRate)]);

    private static LinePlot Connections(RunHistory history, Axis epochs) => Plot(
        "Connections replaced at each update",
        "connections grown",
        epochs,
        Axis.Linear,
        [new("grown", "first", Drawing.Line, [.. history.Topology.Where(update => update.Step > 0).Select(update => (history.EpochOf(update.Step), (double)update.Grown))])]);

    private static LinePlot Seconds(RunHistory history, Axis epochs)
    {
        var spent = history.Epochs.Zip(history.Epochs.Prepend(new(0, -1, 0, 0)), (epoch, before) => (history.EpochOf(epoch.Step), epoch.Seconds - before.Seconds));
        return Plot("Time of each epoch", "seconds", epochs, values => Axis.Linear(values.Prepend(0)), [new("seconds", "first", Drawing.Line, [.. spent])]);
    }

    private static Series OfSteps(string name, RunHistory history, Func<StepFinished, double> value) =>
        new Series(name, "first", Drawing.Line, [.. history.Steps.Select(step => (history.EpochOf(step.Step), value(step)))]).Thinned(Points);

    private static LinePlot Plot(string title, string label, Axis epochs, Func<IEnumerable<double>, Axis> axis, Series[] series)
    {
        Series[] drawn = [.. series.Where(one => one.Points.Count > 0)];
        return new()
        {
            Title = title,
            XLabel = "epoch",
            YLabel = label,
            X = epochs,
            Y = axis(drawn.SelectMany(one => one.Points).Select(point => point.Y)),
            Series = drawn,
        };
    }
}
