using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>What an averaging rule remembers of the tickets it has taken in.</summary>
/// <param name="Tickets">How many there were, t.</param>
/// <param name="Mean">Their running mean, or for <see cref="ConnectionAwareAveraging"/> the sums of their values.</param>
/// <param name="Holders">
/// For each connection of <paramref name="Mean"/>, how many tickets hold it, by layer; null if the rule does not count that.
/// </param>
public sealed record Accumulation(int Tickets, NetworkState Mean, IReadOnlyList<int[]>? Holders);
