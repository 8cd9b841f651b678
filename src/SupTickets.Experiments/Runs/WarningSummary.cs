namespace SupTickets.Experiments.Runs;

/// <summary>Something that whoever looks at a run should know.</summary>
/// <param name="Step">Optimizer steps finished when it was said.</param>
/// <param name="About">What it is about, as in the event log: such as <c>topology</c>.</param>
/// <param name="Message">What is the matter, in words.</param>
public sealed record WarningSummary(long Step, string About, string Message);
