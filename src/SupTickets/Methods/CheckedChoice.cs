using System.Globalization;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Asks criteria and updates, and checks what they choose, so that a mistake in one's own is named where it was made: by class and layer.
/// </summary>
internal static class CheckedChoice
{
    /// <summary>For each layer the ascending indices among its connections that are dropped.</summary>
    /// <exception cref="InvalidOperationException">The criterion breaks its contract.</exception>
    public static IReadOnlyList<int[]> ChooseFor(
        this IDropCriterion drop, IReadOnlyList<SparseLayer> layers, double fraction, Seed seed)
    {
        IReadOnlyList<int[]>? chosen = Ask(
            drop, drop.Gradient, () => drop.Choose([.. layers.Select(layer => layer.Weight)], fraction, seed.ForDrop()));
        if (chosen?.Count != layers.Count)
        {
            throw new InvalidOperationException(
                $"{NameOf(drop)} chose for {chosen?.Count.ToString(CultureInfo.InvariantCulture) ?? "no"} layers; "
                + $"it must choose for each of the {layers.Count} it got");
        }

        foreach ((SparseLayer layer, int[] going) in layers.Zip(chosen))
            RequireIndices(drop, layer, going, layer.Weight.Connectivity.Count, "connections");
        return chosen;
    }

    /// <summary>
    /// Exactly <paramref name="count"/> positions, ascending, without a connection in <paramref name="kept"/>: what a layer has once it
    /// dropped.
    /// </summary>
    /// <exception cref="InvalidOperationException">The criterion breaks its contract.</exception>
    public static int[] ChooseFor(this IGrowCriterion grow, SparseLayer layer, Connectivity kept, int count, Seed seed)
    {
        if (grow is IPositionGrowth direct)
            return Ask(grow, grow.Gradient, () => direct.Choose(layer.Weight, kept, count, seed.For(layer.Name)));
        int[] absent = kept.Absent();
        // A copy: a criterion that sorts what it gets must not change where its choice grows.
        int[] coming = Ask(grow, grow.Gradient, () => grow.Choose(layer.Weight, [.. absent], count, seed.For(layer.Name)));
        RequireIndices(grow, layer, coming, absent.Length, "absent positions");
        return coming.Length == count ? [.. coming.Select(index => absent[index])] : throw new InvalidOperationException(
            $"{NameOf(grow)} chose {coming.Length} positions of {layer.Name}; it must choose {count}, as many as were dropped");
    }

    /// <summary>Applies an update; one that reads a gradient it did not ask for is told so.</summary>
    /// <exception cref="InvalidOperationException">It reads a gradient that its <c>Gradient</c> did not ask for.</exception>
    public static TopologyChange ApplyTo(this ITopologyUpdate update, SparseNetwork network, double fraction, Seed seed) =>
        Ask(update, update.Gradient, () => update.Apply(network, fraction, seed));

    private static T Ask<T>(object asked, GradientUse use, Func<T> choose)
    {
        try
        {
            return choose();
        }
        catch (MissingGradientException missing) when (use < Needed(missing))
        {
            throw new InvalidOperationException(
                $"{NameOf(asked)} reads {(missing.EveryStep ? "the momentum of the dense gradient" : "the dense gradient")}, which was not "
                + $"captured: its Gradient must be {Needed(missing)}, not {use}",
                missing);
        }
    }

    private static GradientUse Needed(MissingGradientException missing) =>
        missing.EveryStep ? GradientUse.EveryStep : GradientUse.AtUpdates;

    private static void RequireIndices(object criterion, SparseLayer layer, int[]? chosen, int total, string what)
    {
        if (chosen is null) throw new InvalidOperationException($"{NameOf(criterion)} chose null for {layer.Name}");
        int before = -1;
        foreach (int index in chosen)
        {
            if (index < 0 || index >= total)
            {
                throw new InvalidOperationException(
                    $"{NameOf(criterion)} chose index {index} among the {total} {what} of {layer.Name}; "
                    + (total == 0 ? "there is none" : $"allowed: 0 to {total - 1}"));
            }

            if (index <= before)
            {
                throw new InvalidOperationException(
                    $"{NameOf(criterion)} chose index {index} of {layer.Name} after {before}; indices must ascend, each once");
            }

            before = index;
        }
    }

    private static string NameOf(object criterion) => criterion.GetType().Name;
}
