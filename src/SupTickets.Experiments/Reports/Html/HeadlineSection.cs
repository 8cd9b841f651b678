using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The run's setting, whether it is complete, its warnings, and its main figures.</summary>
internal static class HeadlineSection
{
    /// <summary>The top of the page.</summary>
    public static IEnumerable<XElement> Of(RunRecord run)
    {
        Recipe recipe = run.Recipe;
        yield return new XElement("h1", recipe.Name);
        // Lines are not broken within one of them.
        string[] setting = [.. Setting(recipe)];
        yield return Elements.Of(
            "p", "soft", setting.Select((words, index) => Elements.Of("span", "whole", index < setting.Length - 1 ? words + ", " : words)));
        if (When(run.History) is { } when) yield return Elements.Of("p", "soft", when);
        if (run.Summary is null)
        {
            yield return Elements.Of(
                "div", "notice", new XElement("p", Progress(run)), new XElement("p", "To go on: ", Elements.Command(Commands.Resume(run))));
        }

        if (run.History.Warnings.Count > 0)
            yield return Elements.Of("div", "notice", new XElement("p", "The run warned:"), new XElement("ul", Warnings(run.History)));
        foreach (string damage in run.Damage) yield return Elements.Of("p", "notice", $"{damage[..1].ToUpperInvariant()}{damage[1..]}.");
        if (run.Summary is { } summary) yield return Elements.Of("div", "tiles", Tiles(summary));
    }

    private static IEnumerable<string> Setting(Recipe recipe)
    {
        yield return $"{RecipeSection.NetworkOf(recipe)} on {recipe.Data.Name}";
        yield return $"{recipe.Method.Name} at sparsity {Numbers.Percent(recipe.Topology.Sparsity)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"seed {recipe.Seed}");
        yield return Numbers.Plural(recipe.Schedule.Epochs, "epoch");
    }

    private static string? When(RunHistory history)
    {
        if (history.FirstStart?.At is not { } started) return null;
        string on = history.Start?.Machine is { } machine ? $" on {machine.Processor}" : string.Empty;
        return history.Finished?.At is { } finished
            ? Numbers.Span(started, finished) + on
            : $"started {Numbers.Moment(started)}{on}";
    }

    private static string Progress(RunRecord run)
    {
        RunHistory history = run.History;
        long step = history.LastStep;
        string far =
            $"This run is not complete: it stands at step {Numbers.Count(step)} of {Numbers.Count(history.Start?.TotalSteps ?? 0)}";
        if (history.Start is null) return far + ".";
        int cycle = Enumerable.Range(1, run.Calendar.Cycles).Count(one => run.Calendar.StartOf(one) < step);
        string phase = run.Calendar.Cycles == 0 ? string.Empty
            : cycle == 0 ? string.Create(
                CultureInfo.InvariantCulture, $", before the first of {Numbers.Plural(run.Calendar.Cycles, "cycle")}")
            : string.Create(CultureInfo.InvariantCulture, $", in cycle {cycle} of {run.Calendar.Cycles}");
        string time = history.Epochs.Count > 0 ? $", {Numbers.Duration(history.Epochs[^1].Seconds)} after its start" : string.Empty;
        return $"{far}{phase}{time}. Its figures so far are no result.";
    }

    // Each warning on one line, with how often it came.
    private static IEnumerable<XElement> Warnings(RunHistory history) => history.Warnings.GroupBy(warning => warning.Message).Select(same =>
    {
        long[] steps = [.. same.Select(warning => warning.Step).Distinct()];
        string where = steps.Length == 1
            ? $"step {Numbers.Count(steps[0])}"
            : $"{Numbers.Count(steps.Length)} times, steps {Numbers.Count(steps[0])} to {Numbers.Count(steps[^1])}";
        return new XElement("li", $"{same.Key} ({where})");
    });

    private static IEnumerable<XElement> Tiles(RunSummary summary)
    {
        if (summary.Superposed is { } superposed)
            yield return Tile("Superposed top-1", Numbers.Percent(superposed.Metrics.Top1), Gain(summary, superposed));
        else if (summary.Network is { } network)
            yield return Tile("Network top-1", Numbers.Percent(network.Top1), $"NLL {Numbers.Figure(network.Nll)}");
        yield return Tile(
            "Sparsity", Numbers.Percent(summary.Sparsity),
            $"{Numbers.Count(summary.Connections)} of {Numbers.Count(summary.Positions)} connections");
        yield return Tile("Inference FLOPs", Numbers.Percent(summary.InferenceFlopsRatio), "of the dense network's");
        yield return Tile("Training FLOPs", Numbers.Percent(summary.TrainingFlopsRatio), "of as many dense steps");
        yield return Tile("Time", Numbers.Duration(summary.Seconds), Numbers.Plural(summary.Steps, "step"));
    }

    private static string Gain(RunSummary summary, SuperposedSummary superposed)
    {
        if (summary.Tickets.Count == 0) return $"of {Numbers.Plural(superposed.Tickets, "ticket")}";
        double gain = 100 * (superposed.Metrics.Top1 - summary.Tickets.Average(ticket => ticket.Metrics.Top1));
        return string.Create(CultureInfo.InvariantCulture, $"{gain:+0.00;−0.00;±0.00} points against the mean of its tickets");
    }

    private static XElement Tile(string name, string value, string note) =>
        Elements.Of("div", "tile", Elements.Of("div", "name", name), Elements.Of("div", "value", value), Elements.Of("div", "note", note));
}
