using System.Globalization;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports.Plots;
using SupTickets.Experiments.Runs;
using SupTickets.Schedules;
using SupTickets.Training;

namespace SupTickets.Experiments.Reports;

/// <summary>The plots of a run, each with the data that it has; page and PNG files show the same.</summary>
internal static class RunPlots
{
    /// <summary>The most points that a plot can show.</summary>
    private const int Points = 300;

    /// <summary>The most moments that the map of layers can show.</summary>
    private const int Moments = 250;

    /// <summary>The curves over the epochs; those without data are left out.</summary>
    public static IReadOnlyList<Picture> Course(RunRecord run)
    {
        RunHistory history = run.History;
        Axis epochs = Axis.Between(0, history.EpochOf(Math.Max(history.LastStep, 1)));
        Marker[] markers = Tickets(history);
        Band[] bands = Cycles(run);
        LinePlot[] plots =
        [
            Accuracy(history, epochs),
            Superposition(history),
            Loss(run, epochs),
            LearningRate(run, epochs),
            Replaced(history, epochs),
            Connections(history, epochs),
            Seconds(history, epochs),
        ];
        return [.. plots.Where(plot => plot.Series.Count > 0).Select(
            plot => (plot with { Markers = markers, Bands = plot.X == epochs ? bands : [] }).Draw())];
    }

    /// <summary>The density of each layer over the epochs; null where the layers are not known.</summary>
    public static Picture? Layers(RunRecord run)
    {
        RunHistory history = run.History;
        IReadOnlyList<(string Name, long Positions)> layers = run.Layers;
        TopologyUpdated[] all = [.. history.Topology.Where(moved => moved.Layers.Count == layers.Count)];
        if (layers.Count == 0 || all.Length == 0) return null;
        int each = (all.Length + Moments - 1) / Moments;
        // If there are many, the last moment of each of equal parts, so that the picture ends as the run does.
        var moments = all.Chunk(each).Select(part => (history.EpochOf(part[0].Step), part[^1].Layers));
        return new LayerMap(layers, [.. moments], history.EpochOf(Math.Max(history.LastStep, 1))).Draw(Tickets(history));
    }

    /// <summary>
    /// How tickets differ from each other, and how far the result's confidence can be trusted; figures that were not measured are left out.
    /// </summary>
    public static IReadOnlyList<Picture> Together(RunRecord run)
    {
        List<Picture> plots = [];
        if (run.Overlaps.Count > 0) plots.Add(new OverlapMatrix(run.Overlaps).Draw());
        if (run.Summary?.Reliability is { Count: > 0 } bins) plots.Add(new ReliabilityDiagram(bins).Draw());
        return plots;
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Picture> All(RunRecord run) =>
        [.. Course(run), .. Together(run), .. Layers(run) is { } layers ? new[] { layers } : []];

    private static Marker[] Tickets(RunHistory history) =>
        [.. history.Tickets.Select(
            ticket => new Marker(history.EpochOf(ticket.Step), string.Create(CultureInfo.InvariantCulture, $"T{ticket.Cycle}")))];

    // Only the cycles that the run has begun.
    private static Band[] Cycles(RunRecord run) =>
    [
        .. Enumerable.Range(1, run.Calendar.Cycles).Where(cycle => run.Calendar.StartOf(cycle) < run.History.LastStep)
            .Select(cycle => new Band(run.History.EpochOf(run.Calendar.StartOf(cycle)), run.History.EpochOf(
                Math.Min(run.Calendar.EndOf(cycle), run.History.LastStep)))),
    ];

    private static LinePlot Accuracy(RunHistory history, Axis epochs)
    {
        Series Of(IGrouping<string, Evaluated> set, int index) => new(
            $"network ({set.Key})",
            index == 0 ? "first" : "pale",
            Drawing.Marked,
            [.. set.Select(measured => (history.EpochOf(measured.Step), Percent(measured.Metrics)))]);

        Series[] sets = [.. history.Evaluations.GroupBy(measured => measured.Set).Select(Of)];
        return Plot("Accuracy", "top-1 (%)", epochs, Shares, [.. sets, TicketDots(history), Superposed(history)]);
    }

    /// <summary>The same points on separate axes: the gain of superposing is small beside that of training.</summary>
    private static LinePlot Superposition(RunHistory history)
    {
        Series[] points = history.Superpositions.Count < 2 ? [] : [TicketDots(history), Superposed(history)];
        double[] taken = [.. history.Tickets.Select(ticket => history.EpochOf(ticket.Step))];
        double margin = taken.Length < 2 ? 0.5 : (taken[^1] - taken[0]) / 12;
        Axis epochs = taken.Length == 0 ? Axis.Linear([]) : Axis.Between(taken[0] - margin, taken[^1] + margin);
        return Plot("Tickets and their superposition", "top-1 (%)", epochs, Shares, points);
    }

    private static Series TicketDots(RunHistory history) => new(
        "tickets",
        "third",
        Drawing.Rings,
        [.. history.Tickets.Select(ticket => (history.EpochOf(ticket.Step), Percent(ticket.Metrics)))]);

    private static Series Superposed(RunHistory history) => new(
        "superposed so far",
        "second",
        Drawing.Dots,
        [.. history.Superpositions.Select(ticket => (history.EpochOf(ticket.Step), Percent(ticket.Metrics)))]);

    // Logged steps are samples of a noisy quantity. The mean of each epoch, which covers all steps, is drawn over them.
    private static LinePlot Loss(RunRecord run, Axis epochs)
    {
        RunHistory history = run.History;
        (double, double)[] steps = [.. history.Steps.Select(step => (history.EpochOf(step.Step), step.Loss))];
        (double, double)[] epochsDone = [.. history.Epochs.Select(epoch => (history.EpochOf(epoch.Step), epoch.MeanLoss))];
        int every = run.Recipe.Log.EverySteps, each = (steps.Length + Points - 1) / Points;
        // Dots, since a line from one sample to the next would show steps that were not logged.
        Series thinned = new Series("logged steps", "pale", every > 1 && each <= 1 ? Drawing.Dots : Drawing.Line, steps).Thinned(Points);
        string sampled = every == 1 ? "Every step is logged" : FormattableString.Invariant($"One step in {every} is logged");
        string joined = each <= 1 ? "." : FormattableString.Invariant($"; the line is of means of {each} of them.");
        Series means = new("mean of each epoch", "first", Drawing.Marked, epochsDone);
        return Plot("Training loss", "cross-entropy (nats)", epochs, Positive, [thinned, means]) with
        {
            Note = steps.Length == 0 ? null : sampled + joined,
        };
    }

    // The rate follows from the recipe, so it is computed for every step. A line through samples would turn its steps into slopes.
    private static LinePlot LearningRate(RunRecord run, Axis epochs)
    {
        RunHistory history = run.History;
        IReadOnlyList<(double X, double Y)> points = [];
        if (history.Start is { StepsPerEpoch: > 0 } start && history.LastStep > 0)
        {
            Schedule rate = LearningRatePlan.For(run.Recipe.Schedule, run.Recipe.Superpose, run.Calendar);
            points = Staircase.Of(step => rate(step), Math.Min(history.LastStep, start.TotalSteps), start.StepsPerEpoch, Points);
        }

        return Plot("Learning rate", "rate (logarithmic)", epochs, Axis.Logarithmic, [new("rate", "first", Drawing.Line, points)]);
    }

    private static LinePlot Replaced(RunHistory history, Axis epochs)
    {
        Series Of(string reason, string style, Drawing drawing)
        {
            IEnumerable<TopologyUpdated> moves = history.Topology.Where(moved => moved.Reason == reason);
            return new(reason, style, drawing, [.. moves.Select(moved => (history.EpochOf(moved.Step), (double)moved.Grown))]);
        }

        Series[] reasons = [Of("update", "first", Drawing.Marked), Of("exploration", "second", Drawing.Dots)];
        return Plot("Connections replaced at each update", "connections grown", epochs, FromZero, reasons);
    }

    // Drawn only if the number changes; a constant one is a single figure.
    private static LinePlot Connections(RunHistory history, Axis epochs)
    {
        bool changes = history.Topology.Select(moved => moved.Connections).Distinct().Skip(1).Any();
        IEnumerable<long> ends = history.Topology.Skip(1).Select(moved => moved.Step).Append(history.LastStep);
        var held = history.Topology.Zip(ends, (moved, end) =>
            (history.EpochOf(moved.Step), history.EpochOf(Math.Max(end, moved.Step)), (double)moved.Connections));
        Series connections = new("connections", "first", Drawing.Line, changes ? Stairs(held) : []);
        return Plot("Connections of the network", "connections", epochs, Positive, [connections]);
    }

    private static LinePlot Seconds(RunHistory history, Axis epochs)
    {
        var spent = history.Epochs.Zip(history.Epochs.Prepend(new(0, -1, 0, 0)), (epoch, before) =>
            (From: history.EpochOf(before.Step), To: history.EpochOf(epoch.Step), Seconds: epoch.Seconds - before.Seconds));
        Series seconds = new("seconds", "first", Drawing.Line, Stairs(spent));
        return Plot("Time of each epoch", "seconds", epochs, FromZero, [seconds]);
    }

    // A value that holds from one moment to the next is drawn level.
    private static (double, double)[] Stairs(IEnumerable<(double From, double To, double Value)> held) =>
        [.. held.SelectMany(part => new[] { (part.From, part.Value), (part.To, part.Value) })];

    private static double Percent(Metrics metrics) => 100 * metrics.Top1;

    private static Axis Shares(IEnumerable<double> values) => Axis.Linear(values, 0, 100);

    private static Axis FromZero(IEnumerable<double> values) => Positive(values.Prepend(0));

    private static Axis Positive(IEnumerable<double> values) => Axis.Linear(values, 0);

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
