namespace SupTickets.Tests.Cli.Commands;

/// <summary>
/// Tests that train, and so change the number of threads of this process. <c>./check</c> runs them in a process of their own, so that
/// others need not wait.
/// </summary>
[Trait("beside", "nothing")]
[CollectionDefinition(nameof(WholeRuns), DisableParallelization = true)]
public sealed class WholeRuns;
