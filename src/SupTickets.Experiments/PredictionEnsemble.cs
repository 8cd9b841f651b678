using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Tickets;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>Measures several results together. With independent seeds this is the dense ensemble of Yin et al. (2022), Table 6.</summary>
public static class PredictionEnsemble
{
    /// <summary>Figures of the mean of their softmax outputs, and how differently they answer, on one test set.</summary>
    /// <param name="paths">Run folders, standing for their results, or ticket files; at least 2.</param>
    /// <param name="instead">
    /// Data to measure on instead of that of the first path's recipe; null for that. Generated data uses the first one's seed.
    /// </param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 paths.</exception>
    /// <exception cref="InvalidDataException">A ticket is damaged.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit a ticket.</exception>
    public static EnsembleReport Measure(
        IReadOnlyList<string> paths, DataOptions? instead, IProgress<double>? progress, CancellationToken cancel) =>
        Measure(paths, instead, Hardware.AsRecorded, progress, cancel);

    /// <summary>As the other, on <paramref name="hardware"/>.</summary>
    /// <inheritdoc cref="Measure(IReadOnlyList{string}, DataOptions, IProgress{double}, CancellationToken)"/>
    public static EnsembleReport Measure(
        IReadOnlyList<string> paths, DataOptions? instead, Hardware hardware, IProgress<double>? progress, CancellationToken cancel)
    {
        if (paths.Count < 2) throw new ArgumentException($"an ensemble has at least 2 members, not {paths.Count}", nameof(paths));
        TicketArgument leading = TicketArgument.Read(paths[0]);
        TicketDescription first = leading.Ticket.Description;
        Recipe recipe = TicketNetwork.RecipeOf(paths[0], leading.Ticket);
        DataOptions wanted = instead ?? OpenedTicket.DataOf(recipe, leading.Run);
        Seed seed = new(recipe.Seed);
        ImageData data = TicketData.Open(wanted, seed, first, cancel);
        List<string> notes = [.. data.Notes];
        List<float[]> scores = [];
        foreach (string path in paths)
        {
            using var scope = NewDisposeScope();
            TicketArgument given = TicketArgument.Read(path);
            TicketDescription said = given.Ticket.Description;
            if (first.Labels is not null && said.Labels is null)
                notes.Add($"{path} does not name its classes: that they come in the order of {paths[0]} cannot be checked");
            int[]? order = OrderOf(path, said.Labels, paths[0], first.Labels);
            // Each network gets the images as it was trained on them; the samples and their order are the same.
            ImageData own = TicketData.IsPreparedAlike(wanted, first, said)
                ? data
                : TicketData.Open(wanted, seed, said with { Labels = first.Labels }, cancel);
            using OpenedTicket opened = OpenedTicket.Open(given, own);
            opened.MoveTo(hardware);
            OpenedTicket.RequireFits(own.Test, recipe.Evaluation.Batch);
            IEnumerable<Batch> batches = BatchLoader.InOrder(own.Test, recipe.Evaluation.Batch);
            float[] outputs = Evaluator.Scores(opened.Network, batches, own.Test.Shape, cancel);
            scores.Add(order is null ? outputs : Reordered(outputs, order));
            progress?.Report((double)scores.Count / paths.Count);
        }

        EnsembleAccumulator together = new(paths.Count, Calibration.All[recipe.Evaluation.Calibration]);
        together.Add(scores, [.. Enumerable.Range(0, data.Test.Count).Select(index => (long)data.Test.Label(index))]);
        return new(paths.Count, together.Metrics, together.Diversity) { Notes = notes };
    }

    // For each class of the first network, the output of this one for it; null if both have the same order.
    private static int[]? OrderOf(string path, IReadOnlyList<string>? labels, string firstPath, IReadOnlyList<string>? firstLabels)
    {
        if (labels is null || firstLabels is null || ClassNames.Same(labels, firstLabels)) return null;
        return ClassNames.Positions(firstLabels, labels)
            ?? throw new DataException(
                $"{path} tells other classes apart than {firstPath}: {ClassNames.Difference(labels, path, firstLabels, firstPath)}");
    }

    private static float[] Reordered(float[] outputs, int[] order)
    {
        float[] reordered = new float[outputs.Length];
        for (int start = 0; start < outputs.Length; start += order.Length)
        {
            for (int label = 0; label < order.Length; label++) reordered[start + label] = outputs[start + order[label]];
        }

        return reordered;
    }
}
