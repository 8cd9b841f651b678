namespace SupTickets.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongRequest = 2, Cancelled = 130;
}
