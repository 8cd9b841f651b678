using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Drops every |w| below one threshold H for the whole network, all but the largest of a layer that would be left empty; then H doubles
/// where fewer than 0.9 of the wanted number went, and halves where more than 1.1 of it did: DSR (Mostafa and Wang, 2019).
/// </summary>
/// <param name="memory">Holds H under <see cref="Threshold"/>.</param>
/// <param name="wanted">How many connections should go, of so many that there are.</param>
internal sealed class AdaptiveThresholdDrop(MethodMemory memory, Func<long, double> wanted) : IDropCriterion
{
    /// <summary>Name of H in the method's memory.</summary>
    public const string Threshold = "threshold";

    private const double Tolerance = 0.1;

    // Where the wanted number is out of reach, H must not leave the numbers: no weight is as small or as large as these.
    private const double Least = 1e-38, Most = 1e38;

    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <summary>The connections below H; how many there are is H's affair, not <paramref name="fraction"/>'s.</summary>
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
