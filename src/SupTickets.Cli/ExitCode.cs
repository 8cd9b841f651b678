namespace SupTickets.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongRequest = 2, Cancelled = 130;

    /// <summary>Of a sweep's worker alone: another process is working on its run.</summary>
    public const int Busy = 75;
}
