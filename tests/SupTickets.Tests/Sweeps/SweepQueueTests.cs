using SupTickets.Experiments.Sweeps;

namespace SupTickets.Tests.Sweeps;

public sealed class SweepQueueTests
{
    private static readonly Sweep Sweep = SampleSweep.Parse("""
        { "axes": [[{ "name": "student", "needs": "teacher" }, { "name": "teacher" }]], "seeds": [1, 2] }
        """);

    [Fact]
    public void A_run_waits_for_the_one_it_needs()
    {
        SweepQueue queue = new(Sweep, _ => SweepRunState.Waiting, retryFailed: false);
        SweepRun first = queue.Take()!;
        Assert.Equal(["teacher--1", "teacher--2"], new[] { first.Name, queue.Take()!.Name });
        Assert.Null(queue.Take());
        queue.Tell(first, SweepRunState.Finished);
        Assert.Equal("student--1", queue.Take()!.Name);
        Assert.Null(queue.Take());
        Assert.Equal(1, queue.Left);
        Assert.Equal(["teacher--2"], queue.Missing(Sweep["student--2"]).Select(run => run.Name));
    }

    [Fact]
    public void What_needs_a_failed_run_never_starts()
    {
        SweepQueue queue = new(Sweep, run => run.Name == "teacher--1" ? SweepRunState.Failed : SweepRunState.Finished, retryFailed: false);
        Assert.Null(queue.Take());
        Assert.Equal(0, queue.Left);
        queue = new(
            Sweep,
            run => run.Name switch
            {
                "teacher--1" => SweepRunState.Failed,
                "student--1" => SweepRunState.Waiting,
                _ =>
                SweepRunState.Finished
            },
            retryFailed: false);
        Assert.Null(queue.Take());
        Assert.Equal(1, queue.Left);
    }

    [Fact]
    public void Failed_runs_are_tried_again_on_request_only_and_finished_ones_never()
    {
        static SweepRunState State(SweepRun run) => run.Seed == 1 ? SweepRunState.Failed : SweepRunState.Finished;
        Assert.Null(new SweepQueue(Sweep, State, retryFailed: false).Take());
        Assert.Equal("teacher--1", new SweepQueue(Sweep, State, retryFailed: true).Take()!.Name);
    }

    [Fact]
    public void A_run_that_is_given_back_comes_last()
    {
        SweepQueue queue = new(Sweep, _ => SweepRunState.Unfinished, retryFailed: false);
        queue.Return(queue.Take()!);
        Assert.Equal(["teacher--2", "teacher--1"], new[] { queue.Take()!.Name, queue.Take()!.Name });
    }
}
