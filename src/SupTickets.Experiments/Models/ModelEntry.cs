namespace SupTickets.Experiments.Models;

/// <summary>One line of the model table.</summary>
/// <param name="Name">The name, or a pattern such as <c>wrn-D-W</c>.</param>
/// <param name="Summary">The architecture, its source and the images it takes.</param>
public sealed record ModelEntry(string Name, string Summary);
