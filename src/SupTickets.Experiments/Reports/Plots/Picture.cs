namespace SupTickets.Experiments.Reports.Plots;

/// <summary>A plot as shapes, before it becomes SVG or PNG.</summary>
/// <param name="Title">Its caption, which is also read out to readers who cannot see it.</param>
/// <param name="Width">Its width; one unit is a pixel where the page is as wide.</param>
/// <param name="Height">Its height.</param>
/// <param name="Shapes">The last is drawn on top.</param>
internal sealed record Picture(string Title, double Width, double Height, IReadOnlyList<Shape> Shapes)
{
    /// <summary>What the colours mean: name and style of each.</summary>
    public IReadOnlyList<(string Name, string Style)> Legend { get; init; } = [];

    /// <summary>The same plot for narrow screens; null if this one suits them.</summary>
    public Picture? Narrow { get; init; }

    /// <summary>A remark below the caption; null for none.</summary>
    public string? Note { get; init; }
}
