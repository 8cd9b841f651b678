using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>
/// Shares a network's connections among its layers in proportion to a raw score, as the Erdős–Rényi rules do (Mocanu et
/// al., 2018; Evci et al., 2020). Layers whose share would exceed all their positions become dense, and the others
/// share what is left.
/// </summary>
/// <param name="name">The rule's name in the table.</param>
/// <param name="rawScore">A layer's density before scaling: positive, and only its ratio to the scores of other layers matters.</param>
public sealed class AllocationRule(string name, Func<WeightShape, double> rawScore)
{
    /// <summary>The rule's name in the table.</summary>
    public string Name => name;

    /// <summary>Shares int(N·d) connections among <paramref name="layers"/>, N being all their positions.</summary>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    internal NetworkBudget Allocate(IReadOnlyList<LayerShape> layers, Density density) => Allocate(layers, density, []);

    /// <summary>
    /// Shares int(N·d) connections among the layers not named in <paramref name="keepDense"/>, N being their positions
    /// only; the layers named keep all their connections, beyond that budget.
    /// </summary>
    /// <exception cref="ArgumentException">No layer is left to share, or <paramref name="keepDense"/> names an unknown one.</exception>
    internal NetworkBudget Allocate(IReadOnlyList<LayerShape> layers, Density density, IReadOnlyList<string> keepDense)
    {
        foreach (string kept in keepDense)
        {
            if (layers.All(layer => layer.Name != kept)) throw new UnknownNameException("layer", kept, layers.Select(layer => layer.Name));
        }

        HashSet<string> outside = [.. keepDense];
        LayerShape[] sharing = [.. layers.Where(layer => !outside.Contains(layer.Name))];
        if (sharing.Length == 0) throw new ArgumentException("no layer is left to share the connections among", nameof(keepDense));

        (double[] densities, double scale, bool[] dense) = Densities(sharing, density);
        int[] counts = ExactCounts.Of([.. sharing.Select(layer => layer.Shape.Positions)], densities, dense, density);
        int next = 0;
        LayerBudget[] budgets =
        [
            .. layers.Select(layer => outside.Contains(layer.Name)
                ? new LayerBudget(layer.Name, layer.Shape, 1, layer.Shape.Positions)
                : new LayerBudget(layer.Name, layer.Shape, densities[next], counts[next++])),
        ];
        return new(
            budgets,
            scale,
            [.. sharing.Where((_, i) => dense[i]).Select(layer => layer.Name)],
            [.. layers.Where(layer => outside.Contains(layer.Name)).Select(layer => layer.Name)]);
    }

    /// <summary>
    /// The ε loop of the official codes. In each pass only the layers with the highest remaining score become dense, compared exactly.
    /// Layers that merely come close wait for the next pass and its new ε.
    /// </summary>
    private (double[] Densities, double Scale, bool[] Dense) Densities(LayerShape[] layers, Density density)
    {
        double[] raw = [.. layers.Select(layer => rawScore(layer.Shape))];
        bool[] dense = new bool[layers.Length];
        double d = density.Value;
        double scale = 1;
        while (!dense.All(full => full))
        {
            double budget = 0;
            double weight = 0;
            double highest = 0;
            for (int i = 0; i < layers.Length; i++)
            {
                long positions = layers[i].Shape.Positions;
                if (dense[i])
                {
                    budget -= (1 - d) * positions;
                    continue;
                }

                budget += d * positions;
                weight += raw[i] * positions;
                highest = Math.Max(highest, raw[i]);
            }

            scale = budget / weight;
            if (!(scale * highest > 1)) break;
            for (int i = 0; i < layers.Length; i++) dense[i] |= raw[i] == highest;
        }

        return ([.. raw.Select((score, i) => dense[i] ? 1 : scale * score)], scale, dense);
    }
}
