namespace SupTickets.Methods;

/// <summary>What a method is asked about before anything is built: whether its options agree with each other and with the run.</summary>
/// <param name="Sparsity">Share of the positions without a connection in the end.</param>
/// <param name="KeepDense">Names of the layers that stay dense.</param>
/// <param name="Epochs">Epochs in all, at least 1.</param>
/// <param name="NormalEpochs">Epochs before the first cycle; less than 1 where that is an error of its own.</param>
/// <param name="Momentum">Momentum of the optimizer; null where it has none to set.</param>
internal sealed record MethodPlan(double Sparsity, IReadOnlyList<string> KeepDense, int Epochs, int NormalEpochs, double? Momentum);
