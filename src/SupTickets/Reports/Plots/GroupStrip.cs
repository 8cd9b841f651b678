using System.Globalization;

namespace SupTickets.Reports.Plots;

/// <summary>One figure of groups of runs: a row for each group, a dot for each run, a bar for mean ± standard deviation.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Label">The figure and its unit.</param>
/// <param name="Groups">Name, values, mean and deviation of each group.</param>
internal sealed record GroupStrip(string Title, string Label, IReadOnlyList<(string Name, IReadOnlyList<double> Values, double Mean, double? Deviation)> Groups)
{
    private const double Width = 900;
    private const double Row = 26;
    private const double Letter = 6.6;
    private const int LongestName = 44;

    /// <summary>The plot as shapes.</summary>
    public Picture Draw()
    {
        Axis axis = Axis.Linear(Groups.SelectMany(group => group.Values.Append(group.Mean - (group.Deviation ?? 0)).Append(group.Mean + (group.Deviation ?? 0))));
        Frame frame = new(Width, Groups.Count * Row + 60, axis, Axis.Between(0, 1))
        {
            Left = 16 + Letter * Math.Min(LongestName, Groups.Max(group => group.Name.Length)),
            Top = 16,
        };
        return new(
            Title,
            Width,
            frame.Height,
            [
                .. axis.Ticks.Select(tick => new Shape.Line("grid", frame.Across(tick), frame.Top, frame.Across(tick), frame.Bottom)),
                .. frame.Columns(Label),
                .. Groups.Index().SelectMany(group => Draw(frame, group.Item, frame.Top + (group.Index + 0.5) * Row)),
            ])
        {
            Legend = [("a run", "first"), ("mean ± standard deviation", "second")],
        };
    }

    private static IEnumerable<Shape> Draw(Frame frame, (string Name, IReadOnlyList<double> Values, double Mean, double? Deviation) group, double y)
    {
        yield return new Shape.Label("tick", frame.Left - 8, y + 4, "end", group.Name.Length <= LongestName ? group.Name : group.Name[..(LongestName - 1)] + "…");
        foreach (double value in group.Values)
        {
            yield return new Shape.Dot("dot first", frame.Across(value), y, 4, string.Create(CultureInfo.InvariantCulture, $"{group.Name}: {value:0.####}"));
        }

        if (group.Deviation is { } deviation)
            yield return new Shape.Curve("curve second", [(frame.Across(group.Mean - deviation), y + 8), (frame.Across(group.Mean + deviation), y + 8)]);
        yield return new Shape.Curve("curve second", [(frame.Across(group.Mean), y + 3), (frame.Across(group.Mean), y + 11)]);
    }
}
