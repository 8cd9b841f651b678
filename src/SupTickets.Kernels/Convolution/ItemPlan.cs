namespace SupTickets.Kernels.Convolution;

/// <summary>
/// How many parts the rows of a pass are cut into so that all threads have work. No bit depends on it, as a row's sums are made by one
/// item; but each part packs its input for itself.
/// </summary>
internal static class ItemPlan
{
    // So that threads even out what they take.
    private const int ItemsPerThread = 2;

    /// <summary>Parts of the rows, at least 1.</summary>
    /// <param name="items">Items if rows are not cut.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="least">Rows that are worth an item of their own.</param>
    /// <param name="threads">Threads.</param>
    public static int PartsOf(int items, int rows, int least, int threads) =>
        threads == 1 ? 1 : Math.Clamp((ItemsPerThread * threads + items - 1) / items, 1, Math.Max(1, rows / least));

    /// <summary>The first row of a part, and the one after its last; all of them begin at a multiple of <paramref name="step"/>.</summary>
    public static (int First, int End) Part(int rows, int step, int parts, int part)
    {
        long steps = (rows + step - 1) / step;
        return ((int)(steps * part / parts) * step, Math.Min(rows, (int)(steps * (part + 1) / parts) * step));
    }
}
