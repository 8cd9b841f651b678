namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// Totals of a <see cref="NetworkReport"/>. FLOPs are 2 × multiply-adds for one sample, of convolutions and linear layers
/// only; training counts three times the forward pass, as for a topology that never captures dense gradients.
/// </summary>
/// <param name="Sparsifiable">Positions of the layers that share the budget, N.</param>
/// <param name="Connections">Connections of those layers.</param>
/// <param name="Density">Connections ÷ sparsifiable.</param>
/// <param name="AllParameters">Every trainable parameter of the dense network: weights, biases, batch norms.</param>
/// <param name="InferenceFlops">FLOPs of the connections.</param>
/// <param name="DenseInferenceFlops">FLOPs if every layer were dense.</param>
/// <param name="InferenceFlopsRatio">Inference ÷ dense inference.</param>
/// <param name="TrainingFlops">FLOPs of one training sample.</param>
/// <param name="DenseTrainingFlops">FLOPs of one training sample if every layer were dense.</param>
/// <param name="TrainingFlopsRatio">Training ÷ dense training.</param>
public sealed record NetworkTotals(
    long Sparsifiable,
    long Connections,
    double Density,
    long AllParameters,
    long InferenceFlops,
    long DenseInferenceFlops,
    double InferenceFlopsRatio,
    long TrainingFlops,
    long DenseTrainingFlops,
    double TrainingFlopsRatio);
