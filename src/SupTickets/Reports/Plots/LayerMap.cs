using System.Globalization;

namespace SupTickets.Reports.Plots;

/// <summary>Density of each layer over the course of a run: a row for each layer, the darker the denser.</summary>
/// <param name="Layers">The layers' names, in network order, and their positions.</param>
/// <param name="Moments">When connections were moved, in epochs and increasing, and the connections of each layer from then on.</param>
/// <param name="End">The epoch at which the last of them ends.</param>
internal sealed record LayerMap(
    IReadOnlyList<(string Name, long Positions)> Layers, IReadOnlyList<(double Epoch, IReadOnlyList<long> Connections)> Moments, double End)
{
    private const double Width = 900;
    private const double Row = 14;

    /// <summary>Shades that the eye can tell apart; within one of them a layer's row is one box.</summary>
    private const int Shades = 24;

    /// <summary>The plot as shapes.</summary>
    public Picture Draw(IReadOnlyList<Marker> markers)
    {
        Frame frame = new(Width, Layers.Count * Row + 68, Axis.Between(0, End), Axis.Between(0, 1)) { Left = 14 + 6.4 * Layers.Max(layer => layer.Name.Length) };
        double least = Moments.SelectMany(moment => Layers.Select((layer, index) => Density(layer, moment.Connections[index]))).Where(density => density > 0).DefaultIfEmpty(1).Min();
        return new(
            "Density of each layer",
            Width,
            frame.Height,
            [
                .. frame.Columns("epoch"),
                .. Layers.SelectMany((layer, index) => RowOf(frame, layer, index, least)),
                .. markers.SelectMany(marker => new Shape[]
                {
                    new Shape.Line("marker", frame.Across(marker.X), frame.Top, frame.Across(marker.X), frame.Bottom),
                    new Shape.Label("tick", frame.Across(marker.X), frame.Top - 4, "middle", marker.Label),
                }),
            ])
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"From {100 * least:0.##} % (lightest) to 100 % (darkest), on a logarithmic scale; at the right the network's density at the end (the table below: that of the result)."),
        };
    }

    private IEnumerable<Shape> RowOf(Frame frame, (string Name, long Positions) layer, int index, double least)
    {
        double top = frame.Top + index * Row;
        yield return new Shape.Label("tick", frame.Left - 6, top + Row - 3.5, "end", layer.Name);
        for (int from = 0; from < Moments.Count;)
        {
            int shade = Shade(Density(layer, Moments[from].Connections[index]), least);
            int to = from + 1;
            while (to < Moments.Count && Shade(Density(layer, Moments[to].Connections[index]), least) == shade) to++;
            double left = frame.Across(Moments[from].Epoch), right = frame.Across(to < Moments.Count ? Moments[to].Epoch : End);
            string tip = string.Create(CultureInfo.InvariantCulture, $"{layer.Name}: {100 * Density(layer, Moments[from].Connections[index]):0.##} % from epoch {Moments[from].Epoch:0.##}");
            yield return new Shape.Box("cell first", left, top + 0.5, Math.Max(right - left, 0.5), Row - 1, 0.06 + 0.94 * shade / Shades, tip);
            from = to;
        }

        double last = Density(layer, Moments[^1].Connections[index]);
        string text = string.Create(CultureInfo.InvariantCulture, $"{100 * last:0.#} %");
        yield return new Shape.Label(Shade(last, least) > Shades * 0.75 ? "inside strong" : "inside weak", frame.Right - 4, top + Row - 3.5, "end", text);
    }

    private static double Density((string Name, long Positions) layer, long connections) => (double)connections / layer.Positions;

    // By ratios: what tells 1 % from 2 % is as much as what tells 50 % from 100 %.
    private static int Shade(double density, double least) =>
        density <= least || least >= 1 ? (least >= 1 ? Shades : 0) : (int)Math.Round(Shades * (1 - Math.Log(density) / Math.Log(least)));
}
