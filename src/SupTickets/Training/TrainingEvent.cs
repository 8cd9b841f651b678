namespace SupTickets.Training;

/// <summary>Something that happened in a run. Immutable; <paramref name="Step"/> counts finished optimizer steps.</summary>
/// <param name="Step">Optimizer steps finished when it happened.</param>
public abstract record TrainingEvent(long Step);

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
/// <param name="ExplorationRate">
/// R_s: the share of the positions that have held a connection at any time so far; 0 in logs written before it was recorded.
/// </param>
public sealed record TopologyUpdated(
    long Step, string Reason, long Dropped, long Grown, long Connections, IReadOnlyList<long> Layers, double ExplorationRate = 0)
    : TrainingEvent(Step);

/// <summary>Something that the user should know. The run goes on unchanged.</summary>
/// <param name="Step">Optimizer steps finished.</param>
/// <param name="About">
/// <c>superposition</c>, <c>ensemble</c>, <c>topology</c>, <c>schedule</c>, <c>data</c>, <c>engines</c> or <c>libtorch</c>.
/// </param>
/// <param name="Message">The message for the user.</param>
public sealed record Warning(long Step, string About, string Message) : TrainingEvent(Step);
