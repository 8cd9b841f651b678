using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Topology;

namespace SupTickets.Training;

/// <summary>
/// Everything a run needs to go on as if it had never stopped. Random state and data position are not in it: both follow from
/// the seed and the step.
/// </summary>
internal sealed record Checkpoint
{
    /// <summary>Where it was read, for messages.</summary>
    public string Source { get; init; } = "the checkpoint";

    /// <summary>Optimizer steps finished.</summary>
    public required long Step { get; init; }

    /// <summary>The network in training.</summary>
    public required NetworkState Network { get; init; }

    /// <summary>Optimizer state as (parameter, slot, values).</summary>
    public required IReadOnlyList<(string Parameter, string Slot, float[] Values)> Optimizer { get; init; }

    /// <summary>Dense momenta of momentum growth, by weight name; empty for other criteria.</summary>
    public required IReadOnlyList<(string Weight, float[] Values)> DenseMomenta { get; init; }

    /// <summary>Positions that ever held a connection, by weight name, as <see cref="PositionSet.ToWords"/> gives them.</summary>
    public required IReadOnlyList<(string Weight, int[] Words)> EverConnected { get; init; }

    /// <summary>What the method remembers from update to update, by name.</summary>
    public required IReadOnlyDictionary<string, double> MethodMemory { get; init; }

    /// <summary>What the averaging rule remembers; null before the first ticket.</summary>
    public Accumulation? Accumulation { get; init; }

    /// <summary>The superposed ticket so far; null before the first ticket.</summary>
    public NetworkState? Superposed { get; init; }

    /// <summary>Connections of the latest average before it was pruned.</summary>
    public long ConnectionsBeforePruning { get; init; }

    /// <summary>
    /// The network at the end of this step, before an exploration, if cancellation cut off its measurement, which is then repeated; else
    /// null.
    /// </summary>
    public NetworkState? Unmeasured { get; init; }

    /// <summary>The measurements and warnings so far, in order.</summary>
    public required IReadOnlyList<TrainingEvent> History { get; init; }

    /// <summary>Sum of the losses of the current epoch's finished steps.</summary>
    public required double EpochLoss { get; init; }

    /// <summary>Steps in an epoch, on which every schedule depends; null in checkpoints of earlier versions.</summary>
    public long? StepsPerEpoch { get; init; }

    /// <summary>
    /// The costs by which engines are chosen where the network's engine is <c>auto</c>; null in checkpoints of earlier versions.
    /// </summary>
    public EngineCosts? EngineCosts { get; init; }

    /// <summary>Whether oneDNN computed libtorch's convolutions in its last step; null in checkpoints of earlier versions.</summary>
    public bool? OneDnn { get; init; }

    /// <summary>Bytes of the event file for TensorBoard that belong to it; null where there is none.</summary>
    public long? TensorBoardLength { get; init; }

    /// <summary>Seconds the run has taken, all processes together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training FLOPs so far.</summary>
    public required double TrainingFlops { get; init; }

    /// <summary>FLOPs a dense network would have needed so far.</summary>
    public required double DenseTrainingFlops { get; init; }
}
