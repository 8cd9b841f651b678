namespace SupTickets.Schedules;

/// <summary>The share of its connections that a layer drops at a topology update, by step.</summary>
internal static class DropFractions
{
    /// <summary>p = p₀ throughout.</summary>
    public static Schedule Constant(double start) => _ => start;

    /// <summary>
    /// p(s) = p₁ + (p₀ − p₁)/2·(1 + cos(π·s/T)): from p₀ to p₁ over all <paramref name="steps"/> steps of the run, not only its
    /// normal phase; p₁ afterwards.
    /// </summary>
    public static Schedule Cosine(double start, double end, long steps) =>
        step => end + (start - end) / 2 * (1 + Math.Cos(Math.PI * Math.Min(step, steps) / steps));

    /// <summary>p(s) = p₀·(1 − s/T), never negative (Dettmers and Zettlemoyer, 2019).</summary>
    public static Schedule Linear(double start, long steps) => step => start * Math.Max(0, 1 - (double)step / steps);
}
