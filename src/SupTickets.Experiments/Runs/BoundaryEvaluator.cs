using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Measures at the end of an epoch or a cycle: the network in training, its ticket, the superposed ticket so far.</summary>
/// <param name="evaluator">Measures one state.</param>
/// <param name="training">Training batches, for recomputed batch-norm statistics.</param>
/// <param name="check">Warns when an average fails.</param>
/// <param name="statistics">The source of batch-norm statistics of superposed tickets.</param>
internal sealed class BoundaryEvaluator(StateEvaluator evaluator, BatchLoader training, AverageCheck check, BatchNormStatistics statistics)
{
    /// <summary>The network in training, at the end of an epoch.</summary>
    public Evaluated Monitor(long step, NetworkState network, CancellationToken cancel) =>
        new(step, evaluator.MonitoredSet, evaluator.Monitor(network, cancel));

    /// <summary>The network in training on the test set, at the end of a run without tickets.</summary>
    public Evaluated Test(long step, NetworkState network, CancellationToken cancel) => new(step, "test", evaluator.Test(network, cancel));

    /// <summary>
    /// A ticket at the end of its cycle; with recomputed statistics too where the superposition is measured with them, so that the two can
    /// be compared.
    /// </summary>
    public TicketTaken Ticket(long step, int cycle, NetworkState ticket, CancellationToken cancel) =>
        new(step, cycle, ticket.Connections, evaluator.Test(ticket, cancel), statistics.Recomputes
            ? evaluator.Test(Recomputed(ticket, cancel), cancel)
            : null);

    /// <summary>The superposed ticket after its latest addition, and a warning if the average fails.</summary>
    public (TicketSuperposed Measured, Warning? Warning) Superposition(
        long step, int tickets, long beforePruning, NetworkState superposed, NetworkState latest, CancellationToken cancel)
    {
        NetworkState? recomputed = statistics.Recomputes ? Recomputed(superposed, cancel) : null;
        NetworkState kept = statistics.KeepsRecomputed ? recomputed! : superposed;
        Metrics measuredKept = evaluator.Test(kept, cancel);
        Metrics? beside = recomputed is null || statistics.KeepsRecomputed ? null : evaluator.Test(recomputed, cancel);
        TicketSuperposed measured = new(step, tickets, beforePruning, superposed.Connections, measuredKept, beside);
        return (measured, check.Of(step, tickets, latest, kept, cancel));
    }

    /// <summary>The reliability curve of the run's result on the test set.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability(NetworkState result, CancellationToken cancel) =>
        evaluator.Reliability(result, cancel);

    /// <summary>The tickets together on the test set.</summary>
    public EnsembleReport Ensemble(IReadOnlyList<NetworkState> tickets, CancellationToken cancel) => evaluator.Ensemble(tickets, cancel);

    /// <summary>How differently the members of a network answer on the test set; null if it has one member.</summary>
    public Diversity? MemberDiversity(NetworkState state, CancellationToken cancel) => evaluator.MemberDiversity(state, cancel);

    /// <summary>The superposed ticket as it is stored: with the batch-norm statistics that the recipe asks for.</summary>
    public NetworkState Kept(NetworkState superposed, CancellationToken cancel) =>
        statistics.KeepsRecomputed ? Recomputed(superposed, cancel) : superposed;

    /// <summary>Frees the memory that measuring took.</summary>
    public void Release() => evaluator.Release();

    /// <summary>
    /// Samples that pass through the superposed ticket before it is stored: those on which its batch-norm statistics are recomputed.
    /// </summary>
    public long SamplesToKeep => statistics.KeepsRecomputed ? training.SamplesPerEpoch : 0;

    // Every ticket gets the same pass over the data, that of epoch 0.
    private NetworkState Recomputed(NetworkState ticket, CancellationToken cancel) =>
        evaluator.WithRecomputedStatistics(ticket, training, epoch: 0, cancel);
}
