namespace SupTickets.Cli.Output;

/// <summary>How much a command tells.</summary>
internal enum Verbosity
{
    /// <summary>What everyone wants to know.</summary>
    Short,

    /// <summary>How it is computed too: libtorch on this machine, and the engine of every layer.</summary>
    Verbose,
}
