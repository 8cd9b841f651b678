using System.Globalization;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Density of each layer over the course of a run: a row for each layer, the stronger the denser.</summary>
/// <param name="Layers">The layers' names, in network order, and their positions.</param>
/// <param name="Moments">When connections were moved, in epochs and increasing, and the connections of each layer from then on.</param>
/// <param name="End">The epoch at which the last of them ends.</param>
internal sealed record LayerMap(
    IReadOnlyList<(string Name, long Positions)> Layers, IReadOnlyList<(double Epoch, IReadOnlyList<long> Connections)> Moments, double End)
{
    private const double Row = 14, Key = 11;

    /// <summary>The plot as shapes, and once more for narrow screens.</summary>
    public Picture Draw(IReadOnlyList<Marker> markers) => Draw(markers, 900, 60, 6.4) with { Narrow = Draw(markers, 380, 20, 7.4) };

    private Picture Draw(IReadOnlyList<Marker> markers, double width, int longestName, double letter)
    {
        Frame frame = new(width, Layers.Count * Row + 92, Axis.Between(0, End), Axis.Between(0, 1))
        {
            Left = 14 + letter * Math.Min(longestName, Layers.Max(layer => layer.Name.Length)),
            Top = 52,
            RightMargin = 62,
        };
        double least = Moments.SelectMany(moment => Layers.Select((layer, index) => Density(layer, moment.Connections[index])))
            .Where(density => density > 0).DefaultIfEmpty(1).Min();
        return new(
            "Density of each layer",
            width,
            frame.Height,
            [
                .. Scale(frame, least),
                .. frame.Columns("epoch"),
                .. Layers.SelectMany((layer, index) => RowOf(frame, layer, index, least, longestName)),
                .. Marker.Draw(markers, frame),
            ])
        {
            Note = "The network in training. Equal ratios of density are equal steps of shade. At the right: its density at the end of "
                + "training.",
        };
    }

    // The legend of the shades: the least and the most beside a strip of all.
    private static IEnumerable<Shape> Scale(Frame frame, double least)
    {
        const double Width = 9;
        double left = frame.Left;
        yield return new Shape.Label("tick", left - 6, 4 + Key, "end", Percent(least));
        for (int shade = 0; shade < Palette.Shades; shade++)
            yield return new Shape.Box($"shade s{shade}", left + shade * Width, 5, Width + 0.5, Key, 1, string.Empty);
        yield return new Shape.Label("tick", left + Palette.Shades * Width + 6, 4 + Key, "start", "100 %");
    }

    private IEnumerable<Shape> RowOf(Frame frame, (string Name, long Positions) layer, int index, double least, int longestName)
    {
        double top = frame.Top + index * Row;
        // A long name is shortened at its beginning, since its end says more.
        string name = layer.Name.Length <= longestName ? layer.Name : "…" + layer.Name[^(longestName - 1)..];
        yield return new Shape.Label("tick", frame.Left - 6, top + Row - 3.5, "end", name);
        for (int from = 0; from < Moments.Count;)
        {
            double density = Density(layer, Moments[from].Connections[index]);
            int? shade = Shade(density, least);
            int to = from + 1;
            while (to < Moments.Count && Shade(Density(layer, Moments[to].Connections[index]), least) == shade) to++;
            double left = frame.Across(Moments[from].Epoch), right = frame.Across(to < Moments.Count ? Moments[to].Epoch : End);
            double width = Math.Max(right - left, 0.5);
            string since = string.Create(CultureInfo.InvariantCulture, $"from epoch {Moments[from].Epoch:0.##}");
            // A layer without any connection is an empty frame, not the least shade.
            string style = shade is { } some ? $"shade s{some}" : "hollow";
            yield return new Shape.Box(style, left, top + 0.5, width, Row - 1, 1, $"{layer.Name}: {Percent(density)} {since}");
            from = to;
        }

        double last = Density(layer, Moments[^1].Connections[index]);
        yield return new Shape.Label("tick", frame.Right + 6, top + Row - 3.5, "start", Percent(last));
    }

    private static string Percent(double density) => string.Create(CultureInfo.InvariantCulture, $"{100 * density:0.##} %");

    private static double Density((string Name, long Positions) layer, long connections) => (double)connections / layer.Positions;

    // Shades follow ratios: from 1 to 2 % is as far as from 50 to 100 %.
    private static int? Shade(double density, double least) =>
        density <= 0 ? null : Palette.ShadeOf(least >= 1 ? 1 : 1 - Math.Log(Math.Max(density, least)) / Math.Log(least));
}
