namespace SupTickets.Methods;

/// <summary>The settings of a run against which a method checks its options before anything is built.</summary>
/// <param name="Sparsity">Share of the positions without a connection in the end.</param>
/// <param name="KeepDense">Names of the layers that stay dense.</param>
/// <param name="Epochs">Epochs in all, at least 1.</param>
/// <param name="NormalEpochs">Epochs before the first cycle; may be less than 1, which is reported elsewhere.</param>
/// <param name="Momentum">Momentum of the optimizer; null where it has none to set.</param>
internal sealed record MethodPlan(double Sparsity, IReadOnlyList<string> KeepDense, int Epochs, int NormalEpochs, double? Momentum);
