using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// One-shot magnitude pruning: dense through the normal phase; at its last step the connections with the smallest |w| of the whole network
/// are dropped, all at once. With cycles and without exploration it is the first SWA baseline of Yin et al. (2022), Table 21: all averaged
/// tickets share that one topology.
/// </summary>
public sealed record OneShot : RestingMethod
{
    /// <inheritdoc/>
    public override string Name => "one-shot";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run)
    {
        Density target = run.Target;
        return Resting(run, new FullTopology()) with
        {
            InitialDensity = Density.Full,
            IsDue = finished => finished == run.Calendar.NormalSteps,
            Budget = (_, positions) => target.CountOf(positions),
        };
    }
}
