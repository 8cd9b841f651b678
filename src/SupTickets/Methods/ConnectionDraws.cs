using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The table of ways to draw the initial connections.</summary>
internal static class ConnectionDraws
{
    /// <summary>Every way.</summary>
    public static NamedTable<ConnectionDraw> All { get; } = new("way to draw connections",
        new("exact", "exactly the count of each layer", "Evci et al., 2020", ConnectionDraw.Exact),
        new(
            "bernoulli", "each position independently, so that counts are right only in expectation", "official code",
            ConnectionDraw.Bernoulli));
}
