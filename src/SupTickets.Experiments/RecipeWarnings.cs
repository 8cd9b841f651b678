using System.Globalization;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Training;

namespace SupTickets.Experiments;

/// <summary>Warnings, before the first step, of a recipe that can run but may not do what its author expects. They change no run.</summary>
internal static class RecipeWarnings
{
    // The factor by which the rate may exceed the one that suits the model (decision 74).
    private const double Tolerance = 3;

    /// <summary>Warnings before the first step of a run that starts at density <paramref name="start"/>.</summary>
    internal static IReadOnlyList<Warning> Of(Recipe recipe, IImageDataset train, CycleCalendar calendar, double start) =>
        [.. Classes(train), .. TicketWarnings.Of(recipe.Superpose.ToOptions(), calendar), .. Rate(recipe, start)];

    /// <summary>A warning if every training sample has the same label.</summary>
    internal static IEnumerable<Warning> Classes(IImageDataset train)
    {
        int only = train.Label(0);
        for (int index = 1; index < train.Count; index++)
        {
            if (train.Label(index) != only) yield break;
        }

        string others = train.Classes.Count switch
        {
            1 => "the data has no other",
            2 => "the other has none",
            var classes => Text($"none of the {classes - 1} others has any"),
        };
        yield return new(0, "data", string.Create(
            CultureInfo.InvariantCulture,
            $"every training sample is of the class '{train.Classes[only]}', {others}: one class alone teaches nothing, since the same "
            + $"answer is always right"));
    }

    /// <summary>
    /// Warnings of layers that get no connection from the initial allocation, and of pruning to fewer connections than there are layers.
    /// </summary>
    internal static IEnumerable<Warning> Topology(SparseNetwork network, SparseMethod method, long budget)
    {
        if (method.Initial is AllocatedTopology allocated
            && EmptyLayerNotice.Of(
                [.. allocated.Plan(network, method.InitialDensity).Layers.Where(layer => layer.Count == 0).Select(layer => layer.Name)])
                is { } words)
        {
            yield return new(0, "topology", words);
        }
        else if (budget < network.Sparsifiable.Count)
        {
            yield return new(0, "topology", string.Create(
                CultureInfo.InvariantCulture,
                $"{budget} connections are fewer than the {network.Sparsifiable.Count} layers that share them, so that some layer has none "
                + $"and nothing passes through it: lower topology.sparsity"));
        }
    }

    // Only SGD is judged: steps of other optimizers have another size.
    private static IEnumerable<Warning> Rate(Recipe recipe, double start)
    {
        if (!Optimizers.IsSgd(recipe.Optimizer) || ModelTable.RateOf(recipe.Model.Name, start) is not { } rate) yield break;
        double suits = rate * (1 - recipe.Optimizer.Momentum) / (1 - ModelTable.RateMomentum), wanted = recipe.Schedule.LearningRate;
        if (wanted <= Tolerance * suits) yield break;
        yield return new(0, "schedule", string.Create(
            CultureInfo.InvariantCulture,
            $"schedule.learningRate {wanted} is high for {recipe.Model.Name}, which has no batch norm, at the density {start:0.##} that it "
            + $"starts with: about {suits:G2} suits it at momentum {recipe.Optimizer.Momentum}, as in --set "
            + $"schedule.learningRate={suits:G2}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
