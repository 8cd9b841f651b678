namespace SupTickets.Experiments.Runs;

/// <summary>One sparse layer of the ultimate ticket.</summary>
/// <param name="Name">The weight's name, such as <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Positions">Positions of the dense weight.</param>
/// <param name="Connections">Connections present.</param>
public sealed record LayerSummary(string Name, long Positions, long Connections);
