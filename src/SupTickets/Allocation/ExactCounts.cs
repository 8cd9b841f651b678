using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>Turns real-valued densities into integer counts whose sum is the budget exactly.</summary>
internal static class ExactCounts
{
    /// <summary>
    /// Each layer's positions × density to the nearest integer. The difference of the sum from int(N·d) goes to the largest layer, where it
    /// changes the density least, and on to the next largest if it does not fit. Layers that allocation made dense come last.
    /// </summary>
    public static int[] Of(int[] positions, double[] densities, bool[] dense, Density density)
    {
        int[] counts = new int[positions.Length];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = dense[i] ? positions[i] : (int)Math.Clamp(Math.Round(positions[i] * densities[i]), 0, positions[i]);

        long residual = density.CountOf(positions.Sum(count => (long)count)) - counts.Sum(count => (long)count);
        foreach (int i in Enumerable.Range(0, counts.Length).OrderBy(i => dense[i]).ThenByDescending(i => positions[i]))
        {
            long taken = Math.Clamp(residual, -counts[i], positions[i] - counts[i]);
            counts[i] += (int)taken;
            residual -= taken;
        }

        return counts;
    }
}
