using SupTickets.Experiments.Evaluation;
using SupTickets.LibTorch;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Training starts, or goes on from a checkpoint.</summary>
/// <param name="Step">Zero, or the step of the checkpoint.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Resumed">Whether it goes on from a checkpoint.</param>
/// <param name="Engines">How the network computes.</param>
public sealed record RunStarted(long Step, long TotalSteps, long StepsPerEpoch, bool Resumed, NetworkEngines Engines) : TrainingEvent(Step)
{
    /// <summary>Which run the log is of (<see cref="Recipes.RecipeIdentity"/>); null in logs written before it was recorded.</summary>
    public string? Run { get; init; }

    /// <summary>When, in UTC; null in logs written before it was recorded.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What this process computes on; null in logs written before it was recorded.</summary>
    public Machine? Machine { get; init; }

    /// <summary>How libtorch computes convolutions in this process; null in logs written before it was recorded.</summary>
    public LibTorchState? LibTorch { get; init; }
}

/// <summary>A changed topology is computed in another way from now on.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Engines">How the network computes.</param>
public sealed record EnginesChosen(long Step, NetworkEngines Engines) : TrainingEvent(Step);

/// <summary>The network in training was measured.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Set"><c>validation</c> or <c>test</c>.</param>
/// <param name="Metrics">The figures.</param>
public sealed record Evaluated(long Step, string Set, Metrics Metrics) : TrainingEvent(Step);

/// <summary>A cheap ticket was taken and measured.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Cycle">Which cycle it ends, from 1; 0 is the network before the first.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Metrics">The figures on the test set.</param>
/// <param name="Recomputed">Figures with recomputed batch-norm statistics, where its superposition is measured with such.</param>
public sealed record TicketTaken(long Step, int Cycle, long Connections, Metrics Metrics, Metrics? Recomputed = null) : TrainingEvent(Step);

/// <summary>A ticket joined the superposition, which was pruned to the budget and measured.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Tickets">How many tickets are superposed now.</param>
/// <param name="ConnectionsBeforePruning">Connections of the average before it was pruned.</param>
/// <param name="Connections">Connections afterwards: the budget.</param>
/// <param name="Metrics">Figures on the test set with the batch-norm statistics the recipe keeps.</param>
/// <param name="Recomputed">Figures with recomputed batch-norm statistics, where the recipe asks for both.</param>
public sealed record TicketSuperposed(
    long Step, int Tickets, long ConnectionsBeforePruning, long Connections, Metrics Metrics, Metrics? Recomputed = null)
        : TrainingEvent(Step);

/// <summary>Image files are checked before the first step. This event is not in the log, which begins afterwards.</summary>
/// <param name="Step">Zero, or the step of the checkpoint that the run goes on from.</param>
/// <param name="Done">Files checked, or known from an earlier run.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Bad">How many of the checked files cannot be read.</param>
public sealed record ImagesChecked(long Step, long Done, long Total, long Bad) : TrainingEvent(Step);

/// <summary>A checkpoint is being written. This event belongs to the events before the checkpoint.</summary>
/// <param name="Step">The step it holds.</param>
public sealed record CheckpointWritten(long Step) : TrainingEvent(Step);

/// <summary>The run is complete.</summary>
/// <param name="Step">Optimizer steps of the run.</param>
/// <param name="Seconds">Seconds of the whole run, all processes together.</param>
public sealed record RunFinished(long Step, double Seconds) : TrainingEvent(Step)
{
    /// <summary>When, in UTC; null in logs written before it was recorded.</summary>
    public DateTimeOffset? At { get; init; }
}
