using System.Globalization;
using SupTickets.Data;
using SupTickets.Evaluation;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Models;
using SupTickets.Recipes;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets;

/// <summary>What a recipe that can be run will come to, though whoever wrote it may not know. None of it changes the run.</summary>
internal static class Foresight
{
    // How far the rate may lie above the one that suits (decision 74).
    private const double Tolerance = 3;

    /// <summary>Warnings before the first step of a run that starts at density <paramref name="start"/>.</summary>
    internal static IReadOnlyList<Warning> Of(Recipe recipe, IImageDataset train, CycleCalendar calendar, double start) =>
        [.. Classes(train), .. Tickets(recipe, calendar), .. Rate(recipe, start)];

    /// <summary>Training samples of which every one has the same label.</summary>
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
        yield return new(0, "data", Text(
            $"every training sample is of the class '{train.Classes[only]}', {others}: one class alone teaches nothing, since the same answer is always right"));
    }

    /// <summary>A cyclic phase that is asked for, and leaves fewer than two tickets.</summary>
    internal static IEnumerable<Warning> Tickets(Recipe recipe, CycleCalendar calendar)
    {
        SuperposeOptions superpose = recipe.Superpose;
        int tickets = calendar.Cycles + (calendar.Cycles > 0 && superpose.IncludePretrained ? 1 : 0);
        if (!superpose.Enabled || tickets >= 2) yield break;
        string found = calendar.Cycles == 0
            ? "no cycle fits, so there is no ticket and nothing is superposed"
            : "one cycle fits, so its ticket is the only one and nothing is averaged";
        int two = 2 * superpose.CycleEpochs;
        // Rounded up to three digits, lest the share that is named fall short.
        string remedy = two < calendar.Epochs
            ? Text($"two need a superpose.share of at least {Math.Ceiling(1000m * two / calendar.Epochs) / 1000}")
            : Text($"two need more than {two} epochs, or a smaller superpose.cycleEpochs");
        yield return new(0, "superposition", Text(
            $"into superpose.share {superpose.Share} of {calendar.Epochs} epochs {found} (superpose.cycleEpochs is {superpose.CycleEpochs}): {remedy}; superpose.enabled false trains without cycles"));
    }

    /// <summary>Layers to which the initial allocation gives no connection, and pruning to fewer connections than there are layers.</summary>
    internal static IEnumerable<Warning> Topology(SparseNetwork network, SparseMethod method, long budget)
    {
        if (method.Initial is AllocatedTopology allocated
            && EmptyLayerNotice.Of([.. allocated.Plan(network, method.InitialDensity).Layers.Where(layer => layer.Count == 0).Select(layer => layer.Name)]) is { } words)
        {
            yield return new(0, "topology", words);
        }
        else if (budget < network.Sparsifiable.Count)
        {
            yield return new(0, "topology", Text(
                $"{budget} connections are fewer than the {network.Sparsifiable.Count} layers that share them, so that some layer has none and nothing passes through it: lower topology.sparsity"));
        }
    }

    // Of optimizers other than SGD the steps are of another size.
    private static IEnumerable<Warning> Rate(Recipe recipe, double start)
    {
        if (recipe.Optimizer.Name != "sgd" || ModelTable.RateOf(recipe.Model.Name, start) is not { } rate) yield break;
        double suits = rate * (1 - recipe.Optimizer.Momentum) / (1 - ModelTable.RateMomentum), wanted = recipe.Schedule.LearningRate;
        if (wanted <= Tolerance * suits) yield break;
        yield return new(0, "schedule", Text(
            $"schedule.learningRate {wanted} is high for {recipe.Model.Name}, which has no batch norm, at the density {start:0.##} that it starts with: about {suits:G2} suits it at momentum {recipe.Optimizer.Momentum}, as in --set schedule.learningRate={suits:G2}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
