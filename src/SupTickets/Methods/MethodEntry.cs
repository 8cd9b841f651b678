namespace SupTickets.Methods;

/// <summary>One row of the table of methods.</summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Source">Paper.</param>
/// <param name="Create">How it is made for a run.</param>
public sealed record MethodEntry(string Name, string Summary, string Source, Func<MethodContext, SparseMethod> Create);
