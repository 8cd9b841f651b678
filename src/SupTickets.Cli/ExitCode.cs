namespace SupTickets.Cli;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongRequest = 2, Cancelled = 130;

    /// <summary>Returned only by a sweep's worker: another process is working on its run.</summary>
    public const int Busy = 75;
}
