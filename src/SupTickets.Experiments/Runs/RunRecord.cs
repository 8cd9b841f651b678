using System.Globalization;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Schedules;

namespace SupTickets.Experiments.Runs;

/// <summary>The data for the report of one run, complete or not.</summary>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Summary">Its final figures; null where it is not complete.</param>
/// <param name="History">The events of its log.</param>
public sealed record RunRecord(Recipe Recipe, RunSummary? Summary, RunHistory History)
{
    /// <summary>Its folder, for the commands that go on with it; null where it is not known.</summary>
    public string? Folder { get; init; }

    /// <summary>Every pair of its tickets, as far as they are kept.</summary>
    public IReadOnlyList<TicketOverlap> Overlaps { get; init; } = [];

    /// <summary>Messages on files of the run that could not be read.</summary>
    public IReadOnlyList<string> Damage { get; init; } = [];

    /// <summary>Its phases; without a log, as if an epoch were a step.</summary>
    public CycleCalendar Calendar =>
        Recipe.Superpose.CalendarOf(Math.Max(1, Recipe.Schedule.Epochs), Math.Max(1, History.Start?.StepsPerEpoch ?? 1));

    /// <summary>The sparse layers in network order, with their positions; empty where neither figures nor log name them.</summary>
    public IReadOnlyList<(string Name, long Positions)> Layers => Summary is { } summary
        ? [.. summary.Layers.Select(layer => (NameOf(layer.Name), layer.Positions))]
        : LoggedLayers();

    /// <summary>Reads a run folder, that of a cancelled or running run too.</summary>
    /// <exception cref="InvalidDataException">Recipe or figures are damaged; the message names file and defect.</exception>
    public static RunRecord Read(RunFolder folder) =>
        Read(folder, folder.ParseRecipe(), File.Exists(folder.Metrics) ? folder.ReadMetrics() : null);

    /// <summary>As the other, for a run whose figures are not in the folder yet.</summary>
    /// <inheritdoc cref="Read(RunFolder)"/>
    public static RunRecord Read(RunFolder folder, Recipe recipe, RunSummary? summary)
    {
        (LoggedEvents log, List<string> damage) = Log(folder);
        RunHistory history = new(log.Events);
        if (summary is not null && history.Finished is null && damage.Count == 0)
        {
            string end = string.Create(CultureInfo.InvariantCulture, $"ends at step {history.LastStep} of {summary.Steps}");
            damage.Add($"events.jsonl {(File.Exists(folder.Events) ? end : "is gone")}: what it does not tell is in no curve");
        }

        List<(int Cycle, NetworkState State)> tickets = [];
        foreach (int cycle in history.Tickets.Select(ticket => ticket.Cycle).Where(cycle => File.Exists(folder.CycleTicket(cycle))))
        {
            try
            {
                tickets.Add((cycle, folder.ReadTicket(cycle).State));
            }
            catch (InvalidDataException defect)
            {
                damage.Add($"{defect.Message}; it is left out of what tickets have in common");
            }
        }

        HashSet<string> dense = [.. recipe.Topology.KeepDense.Select(layer => $"{layer}.weight")];
        return new(
            recipe, summary, history)
        { Folder = folder.Path, Overlaps = TicketConnections.Overlaps(tickets, dense), Damage = damage };
    }

    /// <summary>A layer's name, from that of its weight.</summary>
    internal static string NameOf(string weight) =>
        weight.EndsWith(".weight", StringComparison.Ordinal) ? weight[..^".weight".Length] : weight;

    // A report shows what can be read; what cannot is left out, with a note.
    private static (LoggedEvents Log, List<string> Damage) Log(RunFolder folder)
    {
        try
        {
            LoggedEvents log = folder.ReadEvents();
            return (log, log.Damage is { } lines ? [lines] : []);
        }
        catch (InvalidDataException foreign)
        {
            return (new([], []), [$"{foreign.Message}; nothing of it is shown"]);
        }
    }

    // The log has no positions, but the densities that the first connections had.
    private (string Name, long Positions)[] LoggedLayers()
    {
        IReadOnlyList<LayerEngine> layers = History.FirstStart?.Engines.Layers ?? [];
        IReadOnlyList<long> counts = History.Topology.FirstOrDefault(moved => moved.Reason == "initial")?.Layers ?? [];
        return layers.Count == counts.Count
            ? [.. layers.Zip(counts, (layer, count) => (NameOf(layer.Layer), (long)Math.Round(count / layer.Density)))]
            : [];
    }
}
