using System.Globalization;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>The accuracy of a network by its confidence (Guo et al., 2017): bars on the diagonal are calibrated.</summary>
/// <param name="Bins">The bins of equal width, low confidence first.</param>
internal sealed record ReliabilityDiagram(IReadOnlyList<ReliabilityBin> Bins)
{
    private static readonly Frame Frame = new(380, 270, Axis.Between(0, 100), Axis.Linear([0, 100], 0, 100));

    /// <summary>The plot as shapes.</summary>
    public Picture Draw()
    {
        double samples = Math.Max(1, Bins.Sum(bin => bin.Count));
        double width = (Frame.Right - Frame.Left) / Bins.Count;
        return new(
            "Reliability on the test set",
            Frame.Width,
            Frame.Height,
            [
                .. Frame.Rows("accuracy, and share of samples (%)"),
                .. Frame.Columns("confidence (%)"),
                .. Bins.Index().Where(bin => bin.Item.Count > 0).SelectMany(bin => Bar(bin.Index, bin.Item, width, samples)),
                new Shape.Curve("diagonal", [(Frame.Across(0), Frame.Down(0)), (Frame.Across(100), Frame.Down(100))]),
                .. Bins.Where(bin => bin.Count > 0).Select(Mean),
            ])
        {
            Legend = [("accuracy at mean confidence", "first"), ("share of samples", "second")],
            Note = "A dot under the diagonal: more confident than right.",
        };
    }

    private static Shape.Dot Mean(ReliabilityBin bin) =>
        new("dot first", Frame.Across(100 * bin.Confidence), Frame.Down(100 * bin.Accuracy), 3, string.Empty);

    private static IEnumerable<Shape> Bar(int index, ReliabilityBin bin, double width, double samples)
    {
        double left = Frame.Left + index * width;
        double top = Frame.Down(100 * bin.Accuracy);
        string tip = string.Create(
            CultureInfo.InvariantCulture,
            $"confidence {100 * bin.Confidence:0.0} %, accuracy {100 * bin.Accuracy:0.0} %, {bin.Count:N0} samples");
        yield return new Shape.Box("cell first", left + 1, top, width - 2, Frame.Bottom - top, 0.5, tip);
        double share = 100 * bin.Count / samples;
        yield return new Shape.Box("cell second", left + width / 2 - 3, Frame.Down(share), 6, Frame.Bottom - Frame.Down(share), 0.9, tip);
    }
}
