using System.Globalization;
using System.Xml.Linq;
using SupTickets.Reports.Plots;
using SupTickets.Training;

namespace SupTickets.Reports.Html;

/// <summary>The curves of a run over its epochs, with its tickets marked.</summary>
internal static class CourseSection
{
    /// <summary>As many points as the plots can show.</summary>
    private const int Points = 300;

    /// <summary>The section; a plot without data is left out.</summary>
    public static XElement Of(RunHistory history)
    {
        Axis epochs = Axis.Between(0, history.EpochOf(Math.Max(history.LastStep, 1)));
        Marker[] markers =
        [
            .. history.Tickets.Select(ticket => new Marker(history.EpochOf(ticket.Step), string.Create(CultureInfo.InvariantCulture, $"T{ticket.Cycle}"))),
        ];
        LinePlot[] plots = [Accuracy(history, epochs), Superposition(history), Loss(history, epochs), LearningRate(history, epochs), Connections(history, epochs)];
        return Elements.Section("Course of training", Elements.Of(
            "div", "plots", plots.Where(plot => plot.Series.Count > 0).Select(plot => Elements.Figure(plot with { Markers = markers }))));
    }

    private static LinePlot Accuracy(RunHistory history, Axis epochs)
    {
        Series[] sets =
        [
            .. history.Evaluations.GroupBy(measured => measured.Set).Select(set => new Series(
                $"network ({set.Key})", "first", Drawing.Line, [.. set.Select(measured => (history.EpochOf(measured.Step), 100 * measured.Metrics.Top1))])),
        ];
        return Plot("Accuracy", "top-1 (%)", epochs, Axis.Linear, [.. sets, Tickets(history), Superposed(history)]);
    }

    /// <summary>The same points on axes of their own: what superposing gains is small beside what training gains.</summary>
    private static LinePlot Superposition(RunHistory history)
    {
        Series[] points = history.Superpositions.Count < 2 ? [] : [Tickets(history), Superposed(history)];
        return Plot("Tickets and their superposition", "top-1 (%)", Axis.Linear(history.Tickets.Select(ticket => history.EpochOf(ticket.Step))), Axis.Linear, points);
    }

    private static Series Tickets(RunHistory history) =>
        new("tickets", "third", Drawing.Dots, [.. history.Tickets.Select(ticket => (history.EpochOf(ticket.Step), 100 * ticket.Metrics.Top1))]);

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
