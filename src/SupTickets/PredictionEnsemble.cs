using SupTickets.Data;
using SupTickets.Evaluation;
using SupTickets.Recipes;
using SupTickets.Reports;
using SupTickets.Tickets;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets;

/// <summary>Measures several results together: the dense ensemble of Yin et al. (2022), Table 6, where they are of independent seeds.</summary>
public static class PredictionEnsemble
{
    /// <summary>Figures of the mean of their softmax outputs, and how differently they answer, on one test set.</summary>
    /// <param name="paths">Run folders, whose results are meant, or ticket files; at least 2.</param>
    /// <param name="instead">Data to measure on instead of that of the first path's recipe; null for that. Generated data is that of the first one's seed.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 paths.</exception>
    /// <exception cref="InvalidDataException">A ticket is damaged.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit a ticket.</exception>
    public static EnsembleReport Measure(IReadOnlyList<string> paths, DataRecipe? instead, IProgress<double>? progress, CancellationToken cancel) =>
        Measure(paths, instead, Hardware.AsRecorded, progress, cancel);

    /// <summary>As the other, on <paramref name="hardware"/>.</summary>
    /// <inheritdoc cref="Measure(IReadOnlyList{string}, DataRecipe, IProgress{double}, CancellationToken)"/>
    public static EnsembleReport Measure(IReadOnlyList<string> paths, DataRecipe? instead, Hardware hardware, IProgress<double>? progress, CancellationToken cancel)
    {
        if (paths.Count < 2) throw new ArgumentException($"an ensemble has at least 2 members, not {paths.Count}", nameof(paths));
        Recipe recipe = RecipeJson.Read(Read(paths[0]).Description.Recipe);
        ImageData data = DataSets.Open(instead ?? recipe.Data, new Seed(recipe.Seed).For("data"));
        List<float[]> scores = [];
        foreach (string path in paths)
        {
            using var scope = NewDisposeScope();
            using OpenedTicket opened = OpenedTicket.Open(path, Read(path), data, Directory.Exists(path) ? RunFolder.Open(path) : null);
            opened.MoveTo(hardware);
            scores.Add(Evaluator.Scores(opened.Network, BatchLoader.InOrder(data.Test, recipe.Evaluation.Batch), data.Test.Shape, cancel));
            progress?.Report((double)scores.Count / paths.Count);
        }

        EnsembleAccumulator together = new(paths.Count, Calibration.Of(recipe.Evaluation.Calibration));
        together.Add(scores, [.. Enumerable.Range(0, data.Test.Count).Select(index => (long)data.Test.Label(index))]);
        return new(paths.Count, together.Metrics, together.Diversity);
    }

    private static Ticket Read(string path) => TicketFile.Read(Directory.Exists(path) ? RunFolder.Open(path).RequireTicket() : path);
}
