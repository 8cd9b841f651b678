namespace SupTickets.Experiments.Models;

/// <summary>Multiplies internal channel counts: 1 is the published architecture, less makes the paper's Small-Dense.</summary>
internal sealed record WidthFactor
{
    // A bottleneck has four times as many channels, which must still fit an int.
    private const double MostChannels = 100_000_000;

    private readonly double factor;

    /// <summary>A finite factor above zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite and positive.</exception>
    public WidthFactor(double factor) => this.factor = double.IsFinite(factor) && factor > 0
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "the width must be a finite number above 0");

    /// <summary>int(width · channels), and at least one.</summary>
    /// <exception cref="OverflowException">There would be more than any layer can have.</exception>
    public int Of(int channels) =>
        factor * channels <= MostChannels ? Math.Max(1, (int)(factor * channels)) : throw new OverflowException();
}
