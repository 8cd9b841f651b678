using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>One row of the table of methods.</summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Source">Paper.</param>
/// <param name="Create">How it is made for a run.</param>
public sealed record MethodEntry(string Name, string Summary, string Source, Func<MethodContext, SparseMethod> Create)
{
    /// <summary>Asks whether options of this method contradict each other or the run; null where none can.</summary>
    public Action<MethodPlan, SettingChecks>? Check { get; init; }

    /// <summary>Whether it moves connections in a way of its own: drop and growth criteria are not to be exchanged, one alone not even in an exploration.</summary>
    public bool HasOwnMove { get; init; }
}
