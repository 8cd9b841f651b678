namespace SupTickets.Experiments.Runs;

/// <summary>A warning of a run.</summary>
/// <param name="Step">Optimizer steps finished when it was said.</param>
/// <param name="About">What it is about, as in the event log: such as <c>topology</c>.</param>
/// <param name="Message">The message.</param>
public sealed record WarningSummary(long Step, string About, string Message);
