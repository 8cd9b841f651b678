namespace SupTickets.Experiments.Sweeps;

/// <summary>Why a run of a sweep failed: <c>failure.json</c>.</summary>
/// <param name="Message">What went wrong.</param>
/// <param name="At">When.</param>
public sealed record RunFailure(string Message, DateTimeOffset At);
