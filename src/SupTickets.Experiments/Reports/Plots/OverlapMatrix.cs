using System.Globalization;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>How many connections each pair of tickets shares: a square of squares, the stronger the more.</summary>
/// <param name="Overlaps">Every pair.</param>
internal sealed record OverlapMatrix(IReadOnlyList<TicketOverlap> Overlaps)
{
    private const double Width = 380;
    private const double Left = 40;

    /// <summary>The plot as shapes.</summary>
    public Picture Draw()
    {
        int[] cycles = [.. Overlaps.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Order()];
        double side = Math.Min(64, (Width - Left - 14) / cycles.Length);
        return new("Connections that tickets share", Width, 44 + side * cycles.Length, [
            .. cycles.Index().SelectMany(row => Row(cycles, row.Index, side))])
        {
            Note = "|A ∩ B| ÷ |A ∪ B| of the layers that share the budget, in per cent.",
        };
    }

    private IEnumerable<Shape> Row(int[] cycles, int row, double side)
    {
        double top = 28 + row * side;
        yield return new Shape.Label("tick", Left - 8, top + side / 2 + 4, "end", Name(cycles[row]));
        yield return new Shape.Label("tick", Left + (row + 0.5) * side, 18, "middle", Name(cycles[row]));
        for (int column = 0; column < cycles.Length; column++)
        {
            double share = row == column ? 1 : Of(cycles[row], cycles[column]);
            string tip = string.Create(
                CultureInfo.InvariantCulture, $"{Name(cycles[row])} and {Name(cycles[column])}: {100 * share:0.##} %");
            int shade = Palette.ShadeOf(share);
            yield return new Shape.Box($"shade s{shade}", Left + column * side + 1, top + 1, side - 2, side - 2, 1, tip);
            if (side < 24) continue;
            string words = string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}");
            yield return new Shape.Label($"inside o{shade}", Left + (column + 0.5) * side, top + side / 2 + 4, "middle", words);
        }
    }

    private double Of(int a, int b) => Overlaps.Single(pair => (pair.First, pair.Second) == (Math.Min(a, b), Math.Max(a, b))).Jaccard;

    private static string Name(int cycle) => string.Create(CultureInfo.InvariantCulture, $"T{cycle}");
}
