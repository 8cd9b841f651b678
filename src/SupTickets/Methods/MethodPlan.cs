using SupTickets.Allocation;

namespace SupTickets.Methods;

/// <summary>What a method is asked about before anything is built: whether its options agree with each other and with the run.</summary>
/// <param name="Options">How connections move.</param>
/// <param name="Topology">How many there are in the end.</param>
/// <param name="Epochs">Epochs in all, at least 1.</param>
/// <param name="NormalEpochs">Epochs before the first cycle; less than 1 where that is an error of its own.</param>
/// <param name="Momentum">Momentum of the optimizer; null where it has none to set.</param>
public sealed record MethodPlan(MethodOptions Options, TopologyOptions Topology, int Epochs, int NormalEpochs, double? Momentum);
