using SupTickets.Experiments.Evaluation;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>The result of a finished run.</summary>
/// <param name="Final">The ultimate ticket: the superposition, or the network itself where there is no cyclic phase.</param>
/// <param name="Tickets">How many tickets are superposed in it; 0 without a cyclic phase.</param>
/// <param name="History">Every measurement and warning of the run, in order.</param>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="Seconds">Seconds, all processes together.</param>
/// <param name="TrainingFlops">FLOPs of training.</param>
/// <param name="DenseTrainingFlops">FLOPs a dense network would have needed.</param>
/// <param name="ExplorationRate">R_s: the share of the positions that held a connection at any time of the run, in (0, 1].</param>
public sealed record TrainingResult(
    NetworkState Final, int Tickets, IReadOnlyList<TrainingEvent> History, long Steps, double Seconds, double TrainingFlops,
    double DenseTrainingFlops,
    double ExplorationRate)
{
    /// <summary>The warnings, in order, those of earlier processes included.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The reliability curve of <see cref="Final"/> on the test set.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>The tickets measured together on the test set; null where that was not asked for, or there are fewer than two.</summary>
    public EnsembleReport? Ensemble { get; init; }

    /// <summary>How differently the members of <see cref="Final"/> answer on the test set; null if it has one member.</summary>
    public Diversity? MemberDiversity { get; init; }
}
