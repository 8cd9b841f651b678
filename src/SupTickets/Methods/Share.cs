namespace SupTickets.Methods;

/// <summary>The number of connections that a fraction stands for.</summary>
internal static class Share
{
    /// <summary>⌈p·n⌉ (the official code's R_l), at most n. Computed in decimal, since 0.1·30 exceeds 3 in binary.</summary>
    internal static int Of(double fraction, int count) => Math.Min(count, (int)decimal.Ceiling((decimal)fraction * count));
}
