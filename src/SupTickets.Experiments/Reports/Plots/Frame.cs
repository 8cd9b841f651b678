namespace SupTickets.Experiments.Reports.Plots;

/// <summary>The axes of a plot and the field between them.</summary>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Its height.</param>
/// <param name="X">The x-axis.</param>
/// <param name="Y">The y-axis.</param>
internal sealed record Frame(double Width, double Height, Axis X, Axis Y)
{
    /// <summary>Where the field begins; names of rows may need more.</summary>
    public double Left { get; init; } = 52;

    /// <summary>What is left free at the right.</summary>
    public double RightMargin { get; init; } = 14;

    /// <summary>Where it begins from above.</summary>
    public double Top { get; init; } = 32;

    /// <summary>Where it ends.</summary>
    public double Right => Width - RightMargin;

    /// <summary>Where it ends below; under it stand ticks and the label of the x-axis.</summary>
    public double Bottom => Height - 40;

    /// <summary>Where a value of the x-axis lies.</summary>
    public double Across(double x) => Left + X.Position(x) * (Right - Left);

    /// <summary>Where a value of the y-axis lies.</summary>
    public double Down(double y) => Bottom - Y.Position(y) * (Bottom - Top);

    /// <summary>Grid and ticks of the y-axis, with its label above.</summary>
    public IEnumerable<Shape> Rows(string label) =>
    [
        .. Y.Ticks.SelectMany(tick => new Shape[]
        {
            new Shape.Line("grid", Left, Down(tick), Right, Down(tick)),
            new Shape.Label("tick", Left - 6, Down(tick) + 4, "end", Axis.Label(tick)),
        }),
        new Shape.Label("name", 4, 12, "start", label),
    ];

    /// <summary>Ticks and line of the x-axis, with its label below.</summary>
    public IEnumerable<Shape> Columns(string label) =>
    [
        new Shape.Line("axis", Left, Bottom, Right, Bottom),
        .. X.Ticks.Select(tick => new Shape.Label("tick", Across(tick), Bottom + 16, "middle", Axis.Label(tick))),
        new Shape.Label("name", (Left + Right) / 2, Height - 6, "middle", label),
    ];
}
