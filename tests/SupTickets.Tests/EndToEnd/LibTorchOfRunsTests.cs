using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.EndToEnd;

/// <summary>
/// How libtorch computes in a run that goes on is that run's own: a run that starts in the process afterwards is as if it were alone
/// there.
/// </summary>
[Collection(nameof(WholeRuns))]
public sealed class LibTorchOfRunsTests
{
    // Nothing is convolved by libtorch.
    private static readonly Recipe Recipe = SmallRun.Recipe("rigl", "sparse");

    [Fact]
    public void A_run_goes_on_without_oneDNN_and_the_next_one_is_not_touched_by_that()
    {
        using TemporaryFolder scratch = new();
        bool before = LibTorchSafety.State.OneDnn;
        using (IDisposable? off = LibTorchSafety.GoWithoutOneDnn("a test"))
        {
            Assert.SkipWhen(off is null, "oneDNN stays on here");
            using CancellationTokenSource source = new();
            CancelAt cancel = new(7, source);
            Assert.Throws<OperationCanceledException>(() => Experiment.Train(Recipe, scratch["cut"], [cancel], source.Token));
            Assert.False(cancel.OneDnn);
        }

        Assert.Equal(before, LibTorchSafety.State.OneDnn);
        CancelAt resumed = new(-1, null);
        RunSummary went = Experiment.Resume(scratch["cut"], [resumed], CancellationToken.None);
        Assert.Equal((false, false), (resumed.OneDnn, went.LibTorch!.OneDnn));
        const string Told = "oneDNN is switched off for this run";
        Assert.Equal(before, resumed.Warnings.Any(warning => warning.Message.StartsWith(Told, StringComparison.Ordinal)));

        Assert.Equal(before, LibTorchSafety.State.OneDnn);
        CancelAt next = new(-1, null);
        Experiment.Train(Recipe with { Name = "next" }, scratch["next"], [next], CancellationToken.None);
        Assert.Equal(before, next.OneDnn);
        Assert.DoesNotContain(next.Warnings, warning => warning.About == "libtorch");
        EngineCosts kept = EngineCosts.FromJson(File.ReadAllText(scratch["next/engine-costs.json"]));
        Assert.Equal(before ? EngineCosts.Committed : EngineCosts.CommittedWithoutOneDnn, kept);
    }

    private sealed class CancelAt(long step, CancellationTokenSource? source) : ITrainingObserver
    {
        public bool? OneDnn { get; private set; }

        public List<Warning> Warnings { get; } = [];

        public void On(TrainingEvent happened)
        {
            if (happened is RunStarted started) OneDnn = started.LibTorch!.OneDnn;
            if (happened is Warning warning) Warnings.Add(warning);
            if (happened is StepFinished && happened.Step == step) source!.Cancel();
        }
    }
}
