using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// CIA, the default (Yin et al., 2022, Eq. 4): θ̃ᵗ = ((t−1)·θ̃ᵗ⁻¹ + θᵗ)/t, where a connection that a ticket lacks counts as zero. The next
/// ticket is averaged with the pruned average.
/// </summary>
public sealed class ConnectionIndependentAveraging : IAveragingRule
{
    /// <inheritdoc/>
    public Accumulation Add(Accumulation? before, NetworkState ticket) => before is null
        ? new(1, ticket, null)
        : new(before.Tickets + 1, StateMean.Towards(before.Mean, ticket, 1f / (before.Tickets + 1)), null);

    /// <inheritdoc/>
    public NetworkState Average(Accumulation accumulation) => accumulation.Mean;

    /// <inheritdoc/>
    public Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned) => accumulation with { Mean = pruned };
}
