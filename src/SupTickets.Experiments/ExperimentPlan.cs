namespace SupTickets.Experiments;

/// <summary>What a recipe comes to in steps and connections, before anything is trained.</summary>
/// <param name="Epochs">Passes over the training data.</param>
/// <param name="StepsPerEpoch">Optimizer steps in each.</param>
/// <param name="NormalSteps">Steps before the first cycle.</param>
/// <param name="Cycles">Cycles, each ending with a ticket.</param>
/// <param name="CycleSteps">Steps in a cycle.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="Milestones">Steps at which the learning rate drops.</param>
/// <param name="Positions">Positions that share the budget, N.</param>
/// <param name="Connections">The budget int(N·d), layers that stay dense apart.</param>
/// <param name="InferenceFlopsRatio">
/// Inference FLOPs of the final ticket over dense, if the allocation decides the counts of the layers; null for methods that learn them.
/// </param>
public sealed record ExperimentPlan(
    int Epochs,
    long StepsPerEpoch,
    long NormalSteps,
    int Cycles,
    long CycleSteps,
    long TotalSteps,
    IReadOnlyList<long> Milestones,
    long Positions,
    long Connections,
    double? InferenceFlopsRatio)
{
    /// <summary>Warnings known before the run, in words; the run gives them again when it starts.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
