namespace SupTickets.Cli.Output;

/// <summary>How much a command tells.</summary>
internal enum Detail
{
    /// <summary>What everyone wants to know.</summary>
    Short,

    /// <summary>The engine of every layer too.</summary>
    EveryLayer,
}
