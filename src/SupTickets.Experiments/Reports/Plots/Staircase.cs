
namespace SupTickets.Experiments.Reports.Plots;

/// <summary>
/// A function of the step drawn as the staircase that it is: a value holds until the next step that changes it. A value that holds for at
/// least a column of the plot is exact. Where values change faster, each column keeps the first, the lowest, the highest and the last, so
/// that no extreme is lost.
/// </summary>
internal sealed class Staircase
{
    private readonly double column;
    private readonly double unit;
    private readonly List<(double X, double Y)> points = [];
    private readonly List<(double From, double To, double Value)> brief = [];

    private Staircase(double column, double unit) => (this.column, this.unit) = (column, unit);

    /// <summary>The corners of the line, by increasing x.</summary>
    /// <param name="value">Step, from 0 → the value from it to the next.</param>
    /// <param name="steps">Steps to draw.</param>
    /// <param name="perUnit">Steps in a unit of the x-axis.</param>
    /// <param name="columns">Columns that the plot can show, at least 1.</param>
    public static IReadOnlyList<(double X, double Y)> Of(Func<long, double> value, long steps, double perUnit, int columns)
    {
        Staircase stairs = new((double)steps / columns, perUnit);
        for (long from = 0, to; from < steps; from = to)
        {
            double held = value(from);
            for (to = from + 1; to < steps && value(to).Equals(held);) to++;
            stairs.Hold(from, to, held);
        }

        stairs.EndColumn();
        return stairs.points;
    }

    private void Hold(long from, long to, double value)
    {
        bool isBrief = to - from < column;
        if (brief.Count > 0 && (!isBrief || Column(from) != Column(brief[0].From))) EndColumn();
        if (isBrief) brief.Add((from, to, value));
        else Add((from, value), (to, value));
    }

    private void EndColumn()
    {
        if (brief.Count == 0) return;
        var lowest = brief.MinBy(hold => hold.Value);
        var highest = brief.MaxBy(hold => hold.Value);
        (double, double)[] between = [(lowest.From, lowest.Value), (highest.From, highest.Value)];
        Add([(brief[0].From, brief[0].Value), .. between.Order(), (brief[^1].From, brief[^1].Value), (brief[^1].To, brief[^1].Value)]);
        brief.Clear();
    }

    private double Column(double step) => Math.Floor(step / column);

    private void Add(params ReadOnlySpan<(double Step, double Value)> corners)
    {
        foreach ((double step, double value) in corners)
        {
            (double X, double Y) point = (step / unit, value);
            if (points.Count == 0 || points[^1] != point) points.Add(point);
        }
    }
}
