using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Drops every |w| below a threshold H of the whole network, except the largest of a layer that would become empty. H then doubles if fewer
/// than 0.9 of the wanted number were dropped, and halves if more than 1.1 were: DSR (Mostafa and Wang, 2019).
/// </summary>
/// <param name="memory">Holds H under <see cref="Threshold"/>.</param>
/// <param name="wanted">Number of connections → how many of them should be dropped.</param>
internal sealed class AdaptiveThresholdDrop(MethodMemory memory, Func<long, double> wanted) : IDropCriterion
{
    /// <summary>Name of H in the method's memory.</summary>
    public const string Threshold = "threshold";

    private const double Tolerance = 0.1;

    // If the wanted number cannot be reached, H must stay within float32: no weight is as small or as large as these.
    private const double Least = 1e-38, Most = 1e38;

    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <summary>The connections below H. Their number follows from H; <paramref name="fraction"/> is ignored.</summary>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed)
    {
        double threshold = memory[Threshold];
        int[][] going = [.. weights.Select(weight => Below(Magnitudes.Of(weight), threshold))];
        double target = wanted(weights.Sum(weight => (long)weight.Connectivity.Count));
        long gone = going.Sum(layer => (long)layer.Length);
        if (gone > (1 + Tolerance) * target) memory[Threshold] = Math.Max(Least, threshold / 2);
        else if (gone < (1 - Tolerance) * target) memory[Threshold] = Math.Min(Most, threshold * 2);
        return going;
    }

    private static int[] Below(float[] magnitudes, double threshold) =>
        Selection.Smallest(magnitudes, Math.Min(magnitudes.Count(magnitude => magnitude < threshold), Math.Max(0, magnitudes.Length - 1)));
}
