using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>The events of a run, sorted by kind, complete or not.</summary>
public sealed class RunHistory
{
    /// <summary>Sorts the events.</summary>
    public RunHistory(IEnumerable<TrainingEvent> events)
    {
        TrainingEvent[] all = [.. events];
        Starts = [.. all.OfType<RunStarted>()];
        Warnings = [.. all.OfType<Warning>()];
        Steps = [.. all.OfType<StepFinished>()];
        Epochs = [.. all.OfType<EpochFinished>()];
        Evaluations = [.. all.OfType<Evaluated>()];
        Topology = [.. all.OfType<TopologyUpdated>()];
        Tickets = [.. all.OfType<TicketTaken>()];
        Superpositions = [.. all.OfType<TicketSuperposed>()];
        Finished = all.OfType<RunFinished>().LastOrDefault();
        LastStep = all.Length == 0 ? 0 : all.Max(happened => happened.Step);
    }

    /// <summary>The start of each process of the run, the first one and the resumed ones.</summary>
    public IReadOnlyList<RunStarted> Starts { get; }

    /// <summary>How the run started; null in an empty log.</summary>
    public RunStarted? FirstStart => Starts.Count > 0 ? Starts[0] : null;

    /// <summary>How the latest process started; null in an empty log.</summary>
    public RunStarted? Start => Starts.Count > 0 ? Starts[^1] : null;

    /// <summary>The warnings.</summary>
    public IReadOnlyList<Warning> Warnings { get; }

    /// <summary>The steps that were logged.</summary>
    public IReadOnlyList<StepFinished> Steps { get; }

    /// <summary>The passes over the training data that are done.</summary>
    public IReadOnlyList<EpochFinished> Epochs { get; }

    /// <summary>Measurements of the network in training.</summary>
    public IReadOnlyList<Evaluated> Evaluations { get; }

    /// <summary>Changes of the topology.</summary>
    public IReadOnlyList<TopologyUpdated> Topology { get; }

    /// <summary>The cheap tickets.</summary>
    public IReadOnlyList<TicketTaken> Tickets { get; }

    /// <summary>The superposed ticket after each of them.</summary>
    public IReadOnlyList<TicketSuperposed> Superpositions { get; }

    /// <summary>The end; null where the run was cancelled or goes on.</summary>
    public RunFinished? Finished { get; }

    /// <summary>The last step that anything was logged at.</summary>
    public long LastStep { get; }

    /// <summary>The epoch, with its fraction, after <paramref name="step"/> steps; the step itself in a log without a start.</summary>
    public double EpochOf(long step) => Start is { StepsPerEpoch: > 0 } start ? (double)step / start.StepsPerEpoch : step;
}
