using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// How tickets are averaged. Stateless: what it knows of earlier tickets is in the <see cref="Accumulation"/> handed to it, so
/// that a checkpoint can hold it.
/// </summary>
public interface IAveragingRule
{
    /// <summary>Takes in a ticket.</summary>
    /// <param name="before">What came of the earlier tickets; null for the first.</param>
    /// <param name="ticket">The new ticket θᵗ.</param>
    Accumulation Add(Accumulation? before, NetworkState ticket);

    /// <summary>The average of the tickets taken in, connected wherever any of them is; not pruned yet.</summary>
    NetworkState Average(Accumulation accumulation);

    /// <summary>What the next ticket is averaged with, given that the average was pruned to <paramref name="pruned"/>.</summary>
    Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned);
}
