namespace SupTickets.Schedules;

/// <summary>Learning rates of the normal phase and of the cycles.</summary>
public static class LearningRates
{
    /// <summary>The same rate at every step.</summary>
    public static Schedule Constant(double rate) => _ => rate;

    /// <summary>Starts at <paramref name="rate"/> and is multiplied by <paramref name="factor"/> at each milestone, a step.</summary>
    public static Schedule Steps(double rate, double factor, IReadOnlyList<long> milestones) =>
        step => rate * Math.Pow(factor, milestones.Count(milestone => step >= milestone));

    /// <summary>
    /// Starts at <paramref name="rate"/> and is multiplied by <paramref name="factor"/> at each of these shares of the normal phase,
    /// truncated to whole epochs (official code: 113 and 169 of 226 for a half and three quarters), so that the rate has fallen when the
    /// cycles begin.
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="factor">In (0, 1].</param>
    /// <param name="at">Each in (0, 1], ascending.</param>
    public static RatePlan Steps(double rate, double factor, IReadOnlyList<double> at) =>
        new(calendar =>
            Steps(rate, factor, [.. at.Select(share => (int)((decimal)share * calendar.NormalEpochs) * calendar.StepsPerEpoch)]));

    /// <summary>
    /// For the first <paramref name="epochs"/> epochs e the rate is <paramref name="rate"/>·(e+1)/(epochs+1), constant within an
    /// epoch as in the official ImageNet code; afterwards <paramref name="then"/>, whose steps are not shifted.
    /// </summary>
    public static Schedule WarmUp(double rate, int epochs, long stepsPerEpoch, Schedule then) =>
        step => step < epochs * stepsPerEpoch ? rate * (step / stepsPerEpoch + 1) / (epochs + 1) : then(step);

    /// <summary>
    /// Eq. 3 of Sup-tickets: low → high → low once per <paramref name="length"/> steps, each cycle ending exactly on low.
    /// </summary>
    public static Schedule Triangle(double low, double high, long length) => step =>
    {
        double t = InCycle(step, length);
        return t <= 0.5 ? (1 - 2 * t) * low + 2 * t * high : (2 - 2 * t) * high + (2 * t - 1) * low;
    };

    /// <summary>
    /// FGE (Garipov et al., 2018): the triangle upside down, high → low → high; tickets are taken at the low in mid-cycle.
    /// </summary>
    public static Schedule InvertedTriangle(double low, double high, long length) => Triangle(high, low, length);

    /// <summary>Cyclic SWA (Izmailov et al., 2018): jumps to high and falls linearly to low within each cycle.</summary>
    public static Schedule Sawtooth(double low, double high, long length) => step =>
    {
        double t = InCycle(step, length);
        return (1 - t) * high + t * low;
    };

    /// <summary>
    /// A restart (Yin et al., 2022, Table 8): the first step of a cycle has exactly high, the last exactly low, linear between; a cycle of
    /// one step has low.
    /// </summary>
    public static Schedule Restart(double low, double high, long length) => step =>
    {
        double t = length == 1 ? 1 : (double)(step % length) / (length - 1);
        return (1 - t) * high + t * low;
    };

    /// <summary>
    /// EDST (Liu et al., 2022): high in the first half of each cycle, the middle step included, low in the second; a cycle of one step has
    /// low.
    /// </summary>
    public static Schedule Halves(double low, double high, long length) =>
        step => step % length < (length + 1) / 2 && length > 1 ? high : low;

    /// <summary>Follows one schedule, then another whose own step 0 is the boundary.</summary>
    public static Schedule Then(this Schedule first, long boundary, Schedule second) =>
        step => step < boundary ? first(step) : second(step - boundary);

    // t ∈ (0, 1]: the papers count the steps of a cycle from 1, we count from 0.
    private static double InCycle(long step, long length) => (step % length + 1.0) / length;
}
