using SupTickets.Cli;
using SupTickets.Experiments;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Folders that somebody takes away while a run writes into them.</summary>
[Collection(nameof(WholeRuns))]
public sealed class VanishedFolderTests
{
    [Theory]
    [InlineData("run", 3)]
    [InlineData("run", 24)]
    [InlineData("run/tickets", 3)]
    public void A_run_fails_in_words_and_is_no_wrong_request(string taken, long step)
    {
        using TemporaryFolder scratch = new();
        At observer = new(step, () => Directory.Move(scratch[taken], scratch["away"]));
        IOException error = Assert.Throws<IOException>(
            () => Experiment.Train(SmallRun.Recipe("rigl"), scratch["run"], [observer], CancellationToken.None));
        Failure failure = Failure.Of(error);
        Assert.Equal(1, failure.ExitCode);
        Assert.StartsWith(
            $"'{scratch["run"]}': {(taken == "run" ? "the folder of the run is gone" : "a folder of the run was removed or renamed")}",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal(taken != "run", Directory.Exists(scratch["run"]));
    }

    private sealed class At(long step, Action act) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step == step) act();
        }
    }
}
