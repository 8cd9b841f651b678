using System.Globalization;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Maps values to [0, 1] and chooses round numbers to label.</summary>
public sealed class Axis
{
    private readonly Func<double, double> scale;
    private readonly double low;
    private readonly double high;

    private Axis(Func<double, double> scale, double low, double high, IReadOnlyList<double> ticks)
    {
        this.scale = scale;
        this.low = low;
        this.high = high;
        Ticks = ticks;
    }

    /// <summary>The values to label, increasing, all within the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>
    /// A linear axis between round numbers around <paramref name="values"/>, limited to the range that such values can have.
    /// </summary>
    /// <param name="values">The values shown; those that are not finite are left out.</param>
    /// <param name="least">The least that such a value can be: a share is never below 0.</param>
    /// <param name="most">The most that it can be: a share in per cent is never above 100.</param>
    public static Axis Linear(IEnumerable<double> values, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        double none = Math.Max(0, least);
        (double low, double high) = Range(values.Where(double.IsFinite).Select(value => Math.Clamp(value, least, most)), none, none + 1);
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (Math.Max(low - 0.5 * Unit(low), least), Math.Min(high + 0.5 * Unit(high), most));
        double step = RoundStep((high - low) / 4);
        long first = (long)Math.Floor(low / step + 1e-9);
        long last = (long)Math.Ceiling(high / step - 1e-9);
        IEnumerable<double> round = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step);
        double[] ticks = [.. round.Where(tick => tick >= least && tick <= most)];
        return new(value => value, Math.Max(first * step, least), Math.Min(last * step, most), ticks);
    }

    /// <summary>Exactly from <paramref name="low"/> to <paramref name="high"/>, so that a curve ends at the edge.</summary>
    public static Axis Between(double low, double high)
    {
        if (high <= low) high = low + 1;
        double step = RoundStep((high - low) / 5);
        long first = (long)Math.Ceiling(low / step - 1e-9);
        long last = (long)Math.Floor(high / step + 1e-9);
        return new(value => value, low, high, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)]);
    }

    /// <summary>A logarithmic axis between powers of ten around the positive ones of <paramref name="values"/>.</summary>
    public static Axis Logarithmic(IEnumerable<double> values)
    {
        (double low, double high) = Range(values.Where(value => value > 0), 0.1, 1);
        int first = (int)Math.Floor(Math.Log10(low) + 1e-9);
        int last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        // A constant value lies in the middle, not on the edge.
        if (last <= first) (first, last) = (first - 1, first + 1);
        int step = Math.Max(1, (last - first + 4) / 5);
        double[] ticks = [.. Enumerable.Range(0, last - first + 1).Where(i => i % step == 0).Select(i => Math.Pow(10, first + i))];
        return new(Math.Log10, Math.Pow(10, first), Math.Pow(10, last), ticks);
    }

    /// <summary>Where <paramref name="value"/> lies: 0 at the low end, 1 at the high end, never outside.</summary>
    public double Position(double value) =>
        Math.Clamp((scale(Math.Max(value, low)) - scale(low)) / (scale(high) - scale(low)), 0, 1);

    /// <summary>The label of a tick.</summary>
    public static string Label(double tick) => Math.Abs(tick) switch
    {
        >= 1e6 or (> 0 and < 1e-3) => tick.ToString("0.##e0", CultureInfo.InvariantCulture),
        _ => tick.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static double Unit(double value) => value == 0 ? 1 : Math.Abs(value);

    private static (double Low, double High) Range(IEnumerable<double> values, double emptyLow, double emptyHigh)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? (emptyLow, emptyHigh) : (finite.Min(), finite.Max());
    }

    private static double RoundStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
