namespace SupTickets.Schedules;

/// <summary>Target density by topology update.</summary>
internal static class Densities
{
    /// <summary>
    /// The cubic schedule of gradual pruning (Zhu and Gupta, 2017; GraNet): at update k the sparsity is
    /// (1−d₀) + (d₀−d₁)·(1 − (1 − (k−k₀)/(k₁−k₀))³); density d₀ up to k₀, exactly d₁ from k₁ on.
    /// </summary>
    /// <param name="start">Initial density d₀.</param>
    /// <param name="end">Final density d₁.</param>
    /// <param name="first">Update k₀ at which pruning starts.</param>
    /// <param name="last">Update k₁ that reaches the final density.</param>
    public static Schedule Cubic(double start, double end, long first, long last) => update =>
    {
        if (update >= last) return end;
        if (update <= first) return start;
        double left = 1 - (double)(update - first) / (last - first);
        return end + (start - end) * left * left * left;
    };
}
