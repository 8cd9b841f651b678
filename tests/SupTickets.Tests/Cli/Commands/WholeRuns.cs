namespace SupTickets.Tests.Cli.Commands;

/// <summary>Tests that train, and so change the number of threads of this process.</summary>
[CollectionDefinition(nameof(WholeRuns), DisableParallelization = true)]
public sealed class WholeRuns;
