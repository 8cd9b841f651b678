using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// One-shot magnitude pruning: dense through the normal phase, at whose last step the connections with the smallest |w| of the whole network go, all at once.
/// With cycles and without exploration it is the first SWA baseline of Yin et al. (2022), Table 21: the averaged tickets share that one topology.
/// </summary>
internal static class OneShot
{
    internal static SparseMethod Create(MethodContext context)
    {
        Density target = context.Target;
        return SparseMethods.Static(context, new FullTopology()) with
        {
            InitialDensity = Density.Full,
            IsDue = finished => finished == context.Calendar.NormalSteps,
            Budget = (_, positions) => target.CountOf(positions),
        };
    }
}
