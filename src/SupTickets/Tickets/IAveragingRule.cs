using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// How tickets are averaged. A rule is stateless: what it remembers of earlier tickets is in the <see cref="Accumulation"/> passed to it,
/// so that a checkpoint can hold it.
/// </summary>
public interface IAveragingRule
{
    /// <summary>Takes in a ticket.</summary>
    /// <param name="before">The accumulation of the earlier tickets; null for the first.</param>
    /// <param name="ticket">The new ticket θᵗ.</param>
    Accumulation Add(Accumulation? before, NetworkState ticket);

    /// <summary>The average of the tickets taken in, before pruning; it has a connection wherever any of them has one.</summary>
    NetworkState Average(Accumulation accumulation);

    /// <summary>The accumulation that the next ticket is added to, after the average was pruned to <paramref name="pruned"/>.</summary>
    Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned);
}
