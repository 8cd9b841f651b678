namespace SupTickets.Values;

/// <summary>Share of connections present, connections ÷ positions, in (0, 1]. Sparsity is one minus density.</summary>
public sealed record Density
{
    // Decimal, because 1 − 0.95 is not 0.05 in binary and int(N·d) would lose a connection when N·d is whole.
    private readonly decimal exact;

    private Density(decimal exact) => this.exact = exact;

    /// <summary>Every connection present.</summary>
    public static Density Full { get; } = new(1m);

    /// <summary>The density as a number in (0, 1].</summary>
    public double Value => (double)exact;

    /// <summary>One minus density, in [0, 1).</summary>
    public double Sparsity => (double)(1m - exact);

    /// <summary>The density that leaves <paramref name="sparsity"/>, in [0, 1), of the positions empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity lies outside [0, 1).</exception>
    public static Density FromSparsity(double sparsity) => sparsity is >= 0 and < 1 && (decimal)sparsity < 1m
        ? new(1m - (decimal)sparsity)
        : throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "sparsity must lie in [0, 1)");

    /// <summary>The density with the given value in (0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside (0, 1].</exception>
    public static Density FromValue(double value) => value is > 0 and <= 1 && (decimal)value > 0m
        ? new((decimal)value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "density must lie in (0, 1]");

    /// <summary>The integer budget int(N·d): how many of <paramref name="total"/> positions hold a connection.</summary>
    public long CountOf(long total) => (long)decimal.Truncate(exact * total);
}
