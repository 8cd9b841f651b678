namespace SupTickets.Methods;

/// <summary>What a topology update did, all layers together.</summary>
/// <param name="Dropped">Connections present before and absent after.</param>
/// <param name="Grown">Connections absent before and present after.</param>
public sealed record TopologyChange(long Dropped, long Grown);
