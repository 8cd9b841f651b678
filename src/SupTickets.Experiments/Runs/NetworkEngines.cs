namespace SupTickets.Experiments.Runs;

/// <summary>How a network computes.</summary>
/// <param name="Engine">The engine that was asked for.</param>
/// <param name="Network"><c>dense</c>, or <c>sparse</c> with each layer as it says.</param>
/// <param name="Layers">The layers, in network order.</param>
public sealed record NetworkEngines(string Engine, string Network, IReadOnlyList<LayerEngine> Layers);
