namespace SupTickets.Cli.Output;

/// <summary>How much a command writes.</summary>
internal enum Verbosity
{
    /// <summary>Results and progress.</summary>
    Short,

    /// <summary>Also how it is computed: libtorch on this machine, and the engine of every layer.</summary>
    Verbose,
}
