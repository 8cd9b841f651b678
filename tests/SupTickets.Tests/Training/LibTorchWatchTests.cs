using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.LibTorch;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

/// <summary>A check that fails is told at once: before the first step for which it matters.</summary>
public sealed class LibTorchWatchTests
{
    private static readonly LibTorchState Computing = new(true, "nothing is known against it"),
        Failed = new(false, "oneDNN failed its check") { HasFailed = true };

    [Fact]
    public void It_tells_once_that_oneDNN_went_off()
    {
        LibTorchState state = Computing;
        LibTorchWatch watch = new(() => state);
        Assert.Null(watch.News(0));
        state = new(false, "a run was resumed");
        Assert.Equal("convolutions of libtorch: matrix products (a run was resumed)", watch.News(3)!.Message);
        Assert.Null(watch.News(4));
    }

    [Fact]
    public void What_a_check_found_before_is_told_and_what_was_decided_before_is_not()
    {
        Assert.NotNull(new LibTorchWatch(() => Failed).News(0));
        Assert.NotNull(new LibTorchWatch(() => Failed with { HasFailed = false, IsLeftOver = true }).News(0));
        Assert.Null(new LibTorchWatch(() => Failed with { HasFailed = false }).News(0));
    }

    [Fact]
    public void A_run_tells_it_before_the_step_and_keeps_it()
    {
        LibTorchState state = Computing;
        using RunSetup setup = new(TinyRun.Recipe, SupTickets.Networks.EngineCosts.Committed);
        setup.Initialize();
        TrainerParts parts = setup.Parts();
        parts = parts with { Run = TinyRun.Like(parts.Run, watch: new(() => state)), Loss = new Failing(parts.Loss, () => state = Failed) };
        using CancellationTokenSource stop = new();
        TinyRun stopped = new() { Watch = happened => { if (happened is StepFinished) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(
            () => new Trainer(parts, stopped, new(TinyRun.Recipe.Checkpoint, 3), stopped).Run(null, stop.Token));
        Warning told = Assert.Single(stopped.Events.OfType<Warning>(), warning => warning.About == "libtorch");
        Assert.Equal(0, told.Step);
        Assert.True(stopped.Events.IndexOf(told) < stopped.Events.FindIndex(happened => happened is StepFinished));
        Assert.Contains(told, stopped.Checkpoints[^1].History);
    }

    private sealed class Failing(ITrainingLoss inner, Action fail) : ITrainingLoss
    {
        public Tensor Of(Batch batch)
        {
            fail();
            return inner.Of(batch);
        }

        public double FlopsBesides => inner.FlopsBesides;
    }
}
