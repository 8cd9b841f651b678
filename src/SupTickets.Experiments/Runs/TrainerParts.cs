using SupTickets.Experiments.Data;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>What a <see cref="Trainer"/> works with: a run, its data, its measurements and the report of its engines.</summary>
internal sealed record TrainerParts
{
    /// <summary>The run.</summary>
    public required SparseRun Run { get; init; }

    /// <summary>Reports the engines of the network.</summary>
    public required EngineWatch Engines { get; init; }

    /// <summary>The loss that training minimises.</summary>
    public required ITrainingLoss Loss { get; init; }

    /// <summary>Prepares mini-batches.</summary>
    public required BatchLoader Batches { get; init; }

    /// <summary>Measures snapshots.</summary>
    public required BoundaryEvaluator BoundaryEvaluator { get; init; }

    /// <summary>Epochs between two measurements of the network in training; 0 measures tickets only.</summary>
    public required int EvaluateEveryEpochs { get; init; }

    /// <summary>Whether the tickets are measured together at the end.</summary>
    public required bool MeasuresEnsemble { get; init; }

    /// <summary>Training samples seen in the first <paramref name="step"/> steps.</summary>
    internal long SamplesBy(long step)
    {
        (long epochs, long steps) = Math.DivRem(step, Run.Calendar.StepsPerEpoch);
        return (epochs * Batches.SamplesPerEpoch) + Batches.SamplesIn(steps);
    }
}
