namespace SupTickets.Training;

/// <summary>One layer of a timed network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Sizes of its dense weight.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Engine">The engine that computed it.</param>
public sealed record LayerTiming(string Name, IReadOnlyList<long> Shape, double Density, string Engine);
