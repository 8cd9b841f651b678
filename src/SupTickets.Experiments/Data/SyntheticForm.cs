namespace SupTickets.Experiments.Data;

/// <summary>
/// A form as a function of position: positive inside, negative outside, near the border about the distance to it. It fills most of the unit
/// disc. All forms are mirror images of themselves or of a rotation, so flipping never changes the class.
/// </summary>
/// <param name="Name">The class name.</param>
/// <param name="Inside">(u, v), in radii of the form → signed depth in radii.</param>
internal sealed record SyntheticForm(string Name, Func<double, double, double> Inside)
{
    // Periods of the textures, in radii: about three pixels at the smallest size that is painted.
    private const double Fine = 0.62;

    public static IReadOnlyList<SyntheticForm> All { get; } =
    [
        new("disc", (u, v) => 0.85 - Math.Sqrt(u * u + v * v)),
        new("ring", (u, v) => 0.22 - Math.Abs(0.75 - Math.Sqrt(u * u + v * v))),
        new("square", (u, v) => 0.75 - Math.Max(Math.Abs(u), Math.Abs(v))),
        new("triangle", (u, v) => 0.5 - Math.Max(-v, 0.866 * Math.Abs(u) + 0.5 * v)),
        new("cross", (u, v) => Math.Max(Bar(u, v), Bar(v, u))),
        new("star", Star),
        new("crescent", (u, v) => Math.Min(0.9 - Math.Sqrt(u * u + v * v), Math.Sqrt((u - 0.5) * (u - 0.5) + v * v) - 0.65)),
        new("stripes", (u, v) => Disc(u, v, Math.Sin(Math.Tau / Fine * u))),
        new("checks", (u, v) => Disc(u, v, 1.4 * Math.Sin(Math.Tau / (1.4 * Fine) * u) * Math.Sin(Math.Tau / (1.4 * Fine) * v))),
        new("dots", (u, v) => Disc(u, v, Math.Cos(Math.Tau / Fine * u) + Math.Cos(Math.Tau / Fine * v) - 0.4)),
    ];

    private static double Bar(double along, double across) => Math.Min(0.95 - Math.Abs(along), 0.27 - Math.Abs(across));

    // A texture as a height in about [−1, 1], scaled to a depth, cut out of a disc.
    private static double Disc(double u, double v, double texture) => Math.Min(0.95 - Math.Sqrt(u * u + v * v), texture * Fine / Math.Tau);

    private static double Star(double u, double v)
    {
        const double Sector = Math.Tau / 5;
        double angle = Math.Abs(Math.IEEERemainder(Math.Atan2(v, u), Sector));
        double radius = Math.Sqrt(u * u + v * v);
        // The edge from the tip (1, 0) to the notch at half a sector and radius 0.42.
        const double NotchX = 0.3398, NotchY = 0.2469;
        const double Length = 0.7046;
        return ((1 - radius * Math.Cos(angle)) * NotchY - radius * Math.Sin(angle) * (1 - NotchX)) / Length;
    }
}
