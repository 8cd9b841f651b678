using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>
/// Moves connections when they are due: topology updates in the normal phase (or to the end, where updates go on in cycles), and
/// explorations at cycle boundaries.
/// </summary>
/// <param name="network">The network in training.</param>
/// <param name="method">How its connections move.</param>
/// <param name="lastUpdate">
/// The last finished step after which an update may follow: the end of the normal phase, or of the run where updates go on in cycles.
/// </param>
/// <param name="lastStep">
/// Steps of the whole run. After the last one nothing is dropped and grown, since new connections would be measured untrained, at zero; a
/// method with a budget still prunes to it.
/// </param>
/// <param name="explorations">Finished steps after which connections are explored, and how each time.</param>
/// <param name="exploreFraction">Share of the connections that an exploration replaces.</param>
/// <param name="momentum">Momentum of the dense gradient, for momentum growth.</param>
/// <param name="seed">The branch of randomness for topology.</param>
internal sealed class TopologyScheduler(
    SparseNetwork network,
    SparseMethod method,
    long lastUpdate,
    long lastStep,
    IReadOnlyDictionary<long, ITopologyUpdate> explorations,
    double exploreFraction,
    double momentum,
    Seed seed)
{
    private readonly bool explorationsFeedMomentum = explorations.Values.Any(exploration => exploration.Gradient == GradientUse.EveryStep);

    /// <summary>Whether dense gradients are captured in every step, at least of the normal phase: momentum growth needs them.</summary>
    public bool CapturesEveryStep =>
        method.NormalGradient == GradientUse.EveryStep || explorationsFeedMomentum;

    /// <summary>Begins to record which positions ever hold a connection. The initial topology must be in place.</summary>
    public void Begin()
    {
        foreach (SparseLayer layer in network.Sparsifiable) layer.Weight.TrackConnections();
    }

    /// <summary>What the method remembers from update to update.</summary>
    public MethodMemory Memory => method.Memory;

    /// <summary>
    /// R_s, in (0, 1]: the share of the positions that have held a connection at any time since <see cref="Begin"/>, earlier processes
    /// included (Liu et al., 2021, "in-time over-parameterization").
    /// </summary>
    public double ExplorationRate =>
        (double)network.Sparsifiable.Sum(layer => (long)(layer.Weight.EverConnected?.Count ?? 0)) / network.Positions;

    /// <summary>Whether an exploration follows after <paramref name="finished"/> steps.</summary>
    public bool ExploresAfter(long finished) => explorations.ContainsKey(finished);

    /// <summary>Whether connections move after <paramref name="finished"/> steps.</summary>
    public bool ChangesAfter(long finished) => UpdatesAfter(finished) || ExploresAfter(finished);

    /// <summary>Asks for dense gradients if the step that will be number <paramref name="finished"/> needs them.</summary>
    /// <returns>Whether it does.</returns>
    public bool Prepare(long finished)
    {
        bool captures = NeedsGradient(finished);
        if (captures)
        {
            bool steepest = NeedsOnlySteepest(finished);
            foreach (SparseLayer layer in network.Sparsifiable)
            {
                if (steepest) layer.Weight.CaptureSteepestGradients();
                else layer.Weight.CaptureDenseGradient();
            }
        }

        return captures;
    }

    /// <summary>Feeds dense momenta, then updates the topology if that is due.</summary>
    public TopologyUpdated? Update(long finished)
    {
        if (FeedsMomentum(finished))
        {
            foreach (SparseLayer layer in network.Sparsifiable) layer.Weight.AccumulateDenseMomentum(momentum);
        }

        if (!UpdatesAfter(finished)) return null;
        Connectivity[] before = [.. network.Sparsifiable.Select(layer => layer.Weight.Connectivity)];
        long expected = network.Connections;
        if (method.Budget is { } budget)
        {
            expected = Math.Min(expected, budget(finished, network.Positions));
            GlobalPruning.Apply(network, expected);
        }

        // An exploration at this same step replaces drop and growth. After them it would drop the connections just grown at zero and, by
        // the same gradient, grow them again, so that nothing would be explored.
        if (!ExploresAfter(finished) && finished < lastStep)
            method.Update?.ApplyTo(network, method.DropFraction(finished), seed.For("update", finished));
        return Report(finished, "update", before, expected);
    }

    /// <summary>Explores if that is due, and forgets the dense gradients.</summary>
    public TopologyUpdated? Explore(long finished)
    {
        TopologyUpdated? happened = null;
        if (explorations.TryGetValue(finished, out ITopologyUpdate? exploration))
        {
            Connectivity[] before = [.. network.Sparsifiable.Select(layer => layer.Weight.Connectivity)];
            long expected = network.Connections;
            exploration.ApplyTo(network, exploreFraction, seed.For("explore", finished));
            happened = Report(finished, "exploration", before, expected);
        }

        foreach (SparseLayer layer in network.Layers) layer.Weight.ReleaseDenseGradient();
        return happened;
    }

    private bool UpdatesAfter(long finished) =>
        ((method.Update is not null && finished < lastStep) || method.Budget is not null) && finished <= lastUpdate && method.IsDue(
            finished);

    private bool FeedsMomentum(long finished) =>
        (finished <= lastUpdate && method.NormalGradient == GradientUse.EveryStep) || explorationsFeedMomentum;

    private bool NeedsGradient(long finished) =>
        FeedsMomentum(finished)
        || (UpdatesAfter(finished) && finished < lastStep && method.NormalGradient == GradientUse.AtUpdates)
        || (explorations.TryGetValue(finished, out ITopologyUpdate? exploration) && exploration.Gradient == GradientUse.AtUpdates);

    private bool NeedsOnlySteepest(long finished) =>
        !FeedsMomentum(finished)
        && (!UpdatesAfter(finished) || NeedsOnlySteepest(method.Update))
        && NeedsOnlySteepest(explorations.GetValueOrDefault(finished));

    private static bool NeedsOnlySteepest(ITopologyUpdate? update) =>
        update is null or { Gradient: GradientUse.None } or DropAndGrowUpdate { NeedsOnlySteepest: true };

    private TopologyUpdated Report(long finished, string reason, Connectivity[] before, long expected)
    {
        long dropped = 0;
        long grown = 0;
        foreach ((SparseLayer layer, Connectivity old) in network.Sparsifiable.Zip(before))
        {
            TopologyAudit.RequireConsistent(layer.Name, layer.Weight);
            int survivors = old.Count - layer.Weight.Connectivity.IndicesOf(old).Count(index => index < 0);
            dropped += old.Count - survivors;
            grown += layer.Weight.Connectivity.Count - survivors;
        }

        TopologyAudit.RequireCount($"the network after the {reason} at step {finished}", expected, network.Connections);
        return new(
            finished, reason, dropped, grown, network.Connections,
            [.. network.Layers.Select(layer => (long)layer.Weight.Connectivity.Count)], ExplorationRate);
    }
}
