namespace SupTickets.Values;

/// <summary>One row of a table of names.</summary>
/// <param name="Name">As recipes and options write it.</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Source">Where it is described; empty where it needs no source.</param>
/// <param name="Value">What it stands for.</param>
public sealed record NamedRow<T>(string Name, string Summary, string Source, T Value);
