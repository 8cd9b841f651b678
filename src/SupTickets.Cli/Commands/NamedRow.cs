namespace SupTickets.Cli.Commands;

/// <summary>A line of <c>list</c>.</summary>
/// <param name="Name">The name to use.</param>
/// <param name="Summary">What it is and where it comes from.</param>
internal sealed record NamedRow(string Name, string Summary);
