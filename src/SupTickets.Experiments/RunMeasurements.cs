using System.Text.Json;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>
/// Measures finished runs again: their tickets averaged in another way (Figure 3), several runs together (Table 6). Results are kept in a
/// file.
/// </summary>
/// <param name="file">The file; entries of runs that have changed must be removed by hand.</param>
/// <param name="cancel">Stops between two batches.</param>
/// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
public sealed class RunMeasurements(string file, CancellationToken cancel) : IRunMeasurements
{
    private readonly Dictionary<string, JsonElement> known = File.Exists(file)
        ? Parsed(file, () => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(RegularFile.ReadText(file), RunJson.Indented))
        : [];

    /// <inheritdoc/>
    public Metrics Averaged(string folder, string averaging, double beta) =>
        Kept(
            $"{Path.GetFileName(folder)} {Setting(averaging, beta).Key}",
            () => Measure(folder, averaging, beta, cancel));

    /// <inheritdoc/>
    public Diversity Together(IReadOnlyList<string> folders) =>
        Kept(string.Join(" ", folders.Select(Path.GetFileName)), () => PredictionEnsemble.Measure(folders, null, null, cancel).Diversity);

    /// <summary>
    /// Figures, on the test set, of the average of a run's kept tickets: averaged as asked, pruned as the recipe says, with averaged
    /// batch-norm statistics.
    /// </summary>
    /// <exception cref="RunFolderException">There is no run, or it has no ticket.</exception>
    /// <exception cref="InvalidDataException">A ticket is damaged.</exception>
    public static Metrics Measure(string folder, string averaging, double beta, CancellationToken cancel)
    {
        RunFolder run = RunFolder.Open(folder);
        IReadOnlyList<(int Cycle, NetworkState State)> tickets = RunTickets.Read(run);
        if (tickets.Count == 0) throw new RunFolderException($"'{folder}' holds no ticket to average");
        using var scope = NewDisposeScope();
        using OpenedTicket opened = OpenedTicket.Open(new(folder, run.ReadTicket(), run), instead: null, cancel);
        Recipe recipe =
            opened.Recipe with { Superpose = opened.Recipe.Superpose with { Enabled = true, Averaging = averaging, Beta = beta } };
        Superposition superposition = TicketCollector.SuperpositionOf(
            recipe.Superpose.ToOptions()!, Density.FromSparsity(recipe.Topology.Sparsity), opened.Network);
        foreach ((_, NetworkState ticket) in tickets) superposition.Add(ticket);
        return opened.StateEvaluator.Test(superposition.Ticket!, cancel);
    }

    private static AveragingSetting Setting(string averaging, double beta) =>
        new(averaging, AveragingRules.All[averaging](beta) is MovingAveraging ? beta : 0);

    private T Kept<T>(string key, Func<T> measure)
    {
        if (known.TryGetValue(key, out JsonElement found)) return Parsed(file, () => found.Deserialize<T>(RunJson.Indented));
        T measured = measure();
        known[key] = JsonSerializer.SerializeToElement(measured, RunJson.Indented);
        AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, known, RunJson.Indented));
        return measured;
    }

    private static T Parsed<T>(string file, Func<T?> parse)
    {
        try
        {
            return parse() ?? throw new JsonException("it is null");
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"{file}: {JsonText.Explain(defect)}", defect);
        }
    }
}
