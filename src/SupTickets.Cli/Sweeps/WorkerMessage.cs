using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Sweeps;

/// <summary>A message to a sweep's session while it waits.</summary>
internal abstract record WorkerMessage
{
    /// <summary>A run has come to a step.</summary>
    internal sealed record Progress(SweepRun Run, long Step, long Total) : WorkerMessage;

    /// <summary>A worker's process has ended.</summary>
    internal sealed record Ended(SweepRun Run, int ExitCode, string Errors) : WorkerMessage;

    /// <summary>A run that another process was working on may be tried again.</summary>
    internal sealed record Again(SweepRun Run) : WorkerMessage;

    /// <summary>The user wants to stop.</summary>
    internal sealed record Stop : WorkerMessage;
}
