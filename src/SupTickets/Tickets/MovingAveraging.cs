using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// CIMA (Yin et al., 2022, section 3.2.2): θ̃ᵗ = β·θ̃ᵗ⁻¹ + (1−β)·θᵗ. β weighs the old average, as in the paper; the official code
/// hands it to the new ticket.
/// </summary>
/// <param name="beta">Weight of the old average, in [0, 1].</param>
public sealed class MovingAveraging(double beta) : IAveragingRule
{
    /// <summary>β.</summary>
    public double Beta { get; } = beta is >= 0 and <= 1
        ? beta
        : throw new ArgumentOutOfRangeException(nameof(beta), beta, "the weight of the old average must lie in [0, 1]");

    /// <inheritdoc/>
    public Accumulation Add(Accumulation? before, NetworkState ticket) => before is null
        ? new(1, ticket, null)
        : new(before.Tickets + 1, StateMean.Towards(before.Mean, ticket, (float)(1 - Beta)), null);

    /// <inheritdoc/>
    public NetworkState Average(Accumulation accumulation) => accumulation.Mean;

    /// <inheritdoc/>
    public Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned) => accumulation with { Mean = pruned };
}
