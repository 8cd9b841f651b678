namespace SupTickets.Methods;

/// <summary>How many connections a fraction is.</summary>
internal static class Share
{
    /// <summary>⌈p·n⌉ (the official code's R_l), at most n. In decimal, for 0.1·30 is more than 3 in binary.</summary>
    internal static int Of(double fraction, int count) => Math.Min(count, (int)decimal.Ceiling((decimal)fraction * count));
}
