using System.Globalization;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>One figure of groups of runs: a row for each group, a dot for each run, a bar for mean ± standard deviation.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Label">The figure and its unit.</param>
/// <param name="Groups">Name, values, mean and deviation of each group.</param>
internal sealed record GroupStrip(
    string Title, string Label, IReadOnlyList<(string Name, IReadOnlyList<double> Values, double Mean, double? Deviation)> Groups)
{
    private const double Letter = 6.6, NarrowLetter = 7.6;

    /// <summary>The plot as shapes with the names beside the rows, and for narrow screens with the names above them.</summary>
    public Picture Draw()
    {
        const int LongestName = 44;
        double names = 16 + Letter * Math.Min(LongestName, Groups.Max(group => group.Name.Length));
        return Draw(900, 26, names, group => new Shape.Label("tick", names - 8, 4, "end", Fit(group, LongestName))) with
        {
            Narrow = Draw(380, 42, 14, group => new Shape.Label("tick", 14, -11, "start", Fit(group, (int)(350 / NarrowLetter)))),
        };
    }

    private Picture Draw(double width, double row, double left, Func<string, Shape.Label> name)
    {
        // The figures are accuracies, so the axis stays within 0 to 100.
        IEnumerable<double> Ends((string, IReadOnlyList<double> Values, double Mean, double? Deviation) group) =>
            [.. group.Values, group.Mean - (group.Deviation ?? 0), group.Mean + (group.Deviation ?? 0)];

        Axis axis = Axis.Linear(Groups.SelectMany(Ends), 0, 100);
        double RowAt(int index) => 16 + (index + 0.5) * row + (row > 30 ? 6 : 0);

        Frame frame = new(width, Groups.Count * row + 60, axis, Axis.Between(0, 1)) { Left = left, Top = 16, RightMargin = 20 };
        return new(
            Title,
            width,
            frame.Height,
            [
                .. axis.Ticks.Select(tick => new Shape.Line("grid", frame.Across(tick), frame.Top, frame.Across(tick), frame.Bottom)),
                .. frame.Columns(Label),
                .. Groups.Index().SelectMany(group => RowOf(frame, group.Item, RowAt(group.Index), name(group.Item.Name))),
            ])
        {
            Legend = [("a run", "first"), ("mean ± standard deviation", "second")],
        };
    }

    private static string Fit(string name, int letters) => name.Length <= letters ? name : name[..(letters - 1)] + "…";

    private static IEnumerable<Shape> RowOf(
        Frame frame, (string Name, IReadOnlyList<double> Values, double Mean, double? Deviation) group, double y, Shape.Label name)
    {
        yield return name with { Y = y + name.Y };
        foreach (double value in group.Values)
        {
            yield return new Shape.Dot(
                "dot first", frame.Across(value), y, 4, string.Create(CultureInfo.InvariantCulture, $"{group.Name}: {value:0.####}"));
        }

        if (group.Deviation is { } deviation)
            yield return new Shape.Curve(
                "curve second", [(frame.Across(group.Mean - deviation), y + 8), (frame.Across(group.Mean + deviation), y + 8)]);
        yield return new Shape.Curve("curve second", [(frame.Across(group.Mean), y + 4), (frame.Across(group.Mean), y + 12)]);
    }
}
