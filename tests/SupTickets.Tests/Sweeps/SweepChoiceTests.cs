using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Tests.Sweeps;

public sealed class SweepChoiceTests
{
    private static readonly Sweep Sweep = SampleSweep.Parse(SampleSweep.Grid);

    [Theory]
    [InlineData("", 8)]
    [InlineData("rigl", 4)]
    [InlineData("rigl,rand", 8)]
    [InlineData("rigl,41", 2)]
    [InlineData("0.95,41,7", 4)]
    [InlineData("rigl,0.9,41", 1)]
    public void Values_of_one_axis_are_alternatives_and_axes_add_up(string names, int runs)
    {
        string[] asked = names.Split(',', StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<SweepRun> chosen = SweepChoice.Of(Sweep, asked);
        Assert.Equal(runs, chosen.Count);
        Assert.Equal(chosen.OrderBy(run => run.Index), chosen);
        if (asked.Contains("rigl") && !asked.Contains("rand")) Assert.All(chosen, run => Assert.Equal("rigl", run.Cell[0]));
    }

    [Fact]
    public void What_is_no_value_is_refused()
    {
        foreach (string name in new[] { "riggl", "42" })
        {
            UnknownNameException refused = Assert.Throws<UnknownNameException>(() => SweepChoice.Of(Sweep, ["rigl", name]));
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_that_no_run_has_together_are_refused()
    {
        Sweep two = Sweep with { Runs = [.. Sweep.Runs.Where(run => run.Cell[0] == "rigl" == (run.Seed == 41))] };
        Assert.Contains(
            "no run has all of rigl, 7", Assert.Throws<SweepException>(() => SweepChoice.Of(two, ["rigl", "7"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_takes_the_chosen_runs_alone()
    {
        SweepQueue queue = new(Sweep, _ => SweepRunState.Waiting, retryFailed: false, SweepChoice.Of(Sweep, ["rand", "0.9"]));
        Assert.Equal(["rand--0.9--41", "rand--0.9--7"], new[] { queue.Take()!.Name, queue.Take()!.Name });
        Assert.Null(queue.Take());
    }
}
