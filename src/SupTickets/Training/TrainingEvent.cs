using System.Text.Json.Serialization;
using SupTickets.Evaluation;
using SupTickets.LibTorch;

namespace SupTickets.Training;

/// <summary>Something that happened in a run. Immutable; <paramref name="Step"/> counts finished optimizer steps.</summary>
/// <param name="Step">Optimizer steps finished when it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(EnginesChosen), "engines")]
[JsonDerivedType(typeof(StepFinished), "step")]
[JsonDerivedType(typeof(EpochFinished), "epoch")]
[JsonDerivedType(typeof(TopologyUpdated), "topology")]
[JsonDerivedType(typeof(Evaluated), "evaluation")]
[JsonDerivedType(typeof(TicketTaken), "ticket")]
[JsonDerivedType(typeof(TicketSuperposed), "superposition")]
[JsonDerivedType(typeof(Warning), "warning")]
[JsonDerivedType(typeof(ImagesChecked), "images")]
[JsonDerivedType(typeof(CheckpointWritten), "checkpoint")]
[JsonDerivedType(typeof(RunFinished), "finished")]
public abstract record TrainingEvent(long Step);

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

/// <summary>One optimizer step is done.</summary>
/// <param name="Step">Optimizer steps finished, this one included.</param>
/// <param name="Epoch">The epoch it belongs to, from 0.</param>
/// <param name="Loss">Training loss of its mini-batch.</param>
/// <param name="LearningRate">Learning rate it used.</param>
public sealed record StepFinished(long Step, int Epoch, double Loss, double LearningRate) : TrainingEvent(Step);

/// <summary>One pass over the training data is done.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Epoch">The epoch that ended, from 0.</param>
/// <param name="MeanLoss">Mean training loss of its steps.</param>
/// <param name="Seconds">Seconds since the run started, earlier processes included.</param>
public sealed record EpochFinished(long Step, int Epoch, double MeanLoss, double Seconds) : TrainingEvent(Step);

/// <summary>Connections were moved.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Reason"><c>initial</c>, <c>update</c> or <c>exploration</c>.</param>
/// <param name="Dropped">Connections removed, all layers together.</param>
/// <param name="Grown">Connections added that were absent before.</param>
/// <param name="Connections">Connections present afterwards.</param>
/// <param name="Layers">Connections of each layer afterwards, in network order.</param>
/// <param name="ExplorationRate">R_s: the share of the positions that have held a connection at any time so far; 0 in logs written before it was recorded.</param>
public sealed record TopologyUpdated(long Step, string Reason, long Dropped, long Grown, long Connections, IReadOnlyList<long> Layers, double ExplorationRate = 0)
    : TrainingEvent(Step);

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
public sealed record TicketTaken(long Step, int Cycle, long Connections, Metrics Metrics) : TrainingEvent(Step);

/// <summary>A ticket joined the superposition, which was pruned to the budget and measured.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="Tickets">How many tickets are superposed now.</param>
/// <param name="ConnectionsBeforePruning">Connections of the average before it was pruned.</param>
/// <param name="Connections">Connections afterwards: the budget.</param>
/// <param name="Metrics">Figures on the test set with the batch-norm statistics the recipe keeps.</param>
/// <param name="Recomputed">Figures with recomputed batch-norm statistics, where the recipe asks for both.</param>
public sealed record TicketSuperposed(
    long Step, int Tickets, long ConnectionsBeforePruning, long Connections, Metrics Metrics, Metrics? Recomputed = null) : TrainingEvent(Step);

/// <summary>Something that whoever runs it should know; the run goes on as if it had not been said.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="About"><c>superposition</c>, <c>ensemble</c>, <c>topology</c>, <c>schedule</c>, <c>data</c>, <c>engines</c> or <c>libtorch</c>.</param>
/// <param name="Message">What is the matter, in words.</param>
public sealed record Warning(long Step, string About, string Message) : TrainingEvent(Step);

/// <summary>Image files are looked at before the first step. Not in the log, which begins afterwards.</summary>
/// <param name="Step">Zero, or the step of the checkpoint that the run goes on from.</param>
/// <param name="Done">Files looked at, or known from an earlier run.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Bad">Of those looked at, how many cannot be read.</param>
public sealed record ImagesChecked(long Step, long Done, long Total, long Bad) : TrainingEvent(Step);

/// <summary>A checkpoint is being written; it counts this event among those before it.</summary>
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
