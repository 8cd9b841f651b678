using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

/// <summary>What a run measures of its tickets together, at its end.</summary>
public sealed class EnsembleTests
{
    private static readonly Recipe Recipe = MethodRun.Recipe with { Evaluation = new() { Batch = 5, EveryEpochs = 0 } };

    [Fact]
    public void The_ensemble_is_that_of_the_tickets_and_the_curve_that_of_the_result()
    {
        using MethodRun run = new(Recipe);
        TrainingResult result = run.Train();
        EnsembleAccumulator expected = new(2, Calibration.Guo);
        using SparseNetwork network = new(SupTickets.Experiments.Models.ModelTable.Create("lenet5", 10, new(3, 32, 32), 0.2));
        float[] Scores(NetworkState state)
        {
            network.Restore(state);
            return Evaluator.Scores(
                network, BatchLoader.InOrder(run.RunSetup.Data.Test, 12), run.RunSetup.Data.Test.Shape, CancellationToken.None);
        }

        expected.Add([Scores(run.Tickets[1]), Scores(run.Tickets[2])], [
            .. Enumerable.Range(0, 12).Select(index => (long)run.RunSetup.Data.Test.Label(index))]);
        Assert.Equal(2, result.Ensemble!.Networks);
        Assert.Equal(expected.Metrics.Top1, result.Ensemble.Metrics.Top1);
        Assert.Equal(expected.Metrics.Nll, result.Ensemble.Metrics.Nll, 1e-4);
        Assert.Equal(expected.Diversity.Disagreement, result.Ensemble.Diversity.Disagreement);
        Assert.Equal(expected.Diversity.Kl, result.Ensemble.Diversity.Kl, 1e-4);
        Assert.True(result.Ensemble.Diversity.Kl > 0);

        Metrics superposed = run.Events.OfType<TicketSuperposed>().Last().Metrics;
        Assert.Equal(12, result.Reliability.Sum(bin => bin.Count));
        Assert.Equal(superposed.Ece, result.Reliability.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / 12, 1e-12);
    }

    [Fact]
    public void The_network_before_the_cycles_votes_where_it_is_averaged_in()
    {
        using MethodRun run = new(Recipe with { Superpose = Recipe.Superpose with { IncludePretrained = true } });
        Assert.Equal(3, run.Train().Ensemble!.Networks);
    }

    [Fact]
    public void The_bins_are_those_of_the_recipe()
    {
        using MethodRun run = new(Recipe with { Evaluation = Recipe.Evaluation with { Calibration = "freetickets" } });
        Assert.Equal(14, run.Train().Reliability.Count);
    }

    [Fact]
    public void Without_tickets_or_where_it_is_not_wanted_there_is_none()
    {
        using MethodRun unwanted = new(Recipe with { Evaluation = Recipe.Evaluation with { Ensemble = false } });
        Assert.Null(unwanted.Train().Ensemble);
        using MethodRun plain = new(Recipe with { Superpose = Recipe.Superpose with { Enabled = false } });
        TrainingResult result = plain.Train();
        Assert.Null(result.Ensemble);
        Assert.Equal(12, result.Reliability.Sum(bin => bin.Count));
        using MethodRun single = new(Recipe with { Superpose = Recipe.Superpose with { Share = 0.25 } });
        result = single.Train();
        Assert.Equal((1, null), (result.Tickets, result.Ensemble));
    }

    [Fact]
    public void A_run_that_goes_on_measures_the_tickets_of_both_processes()
    {
        TinyRun whole = new();
        EnsembleReport expected = whole.Train(Recipe with { Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 } }).Ensemble!;
        foreach (long step in new long[] { 17, 20, 24 })
        {
            TinyRun rest = new();
            rest.SaveTicket(1, whole.Tickets[1]);
            if (step == 24) rest.SaveTicket(2, whole.Tickets[2]);
            Assert.Equal(expected, rest.Train(Recipe, whole.Checkpoints.Last(checkpoint => checkpoint.Step == step)).Ensemble);
        }
    }

    [Fact]
    public void A_ticket_that_is_gone_is_told_and_the_run_still_ends()
    {
        TinyRun whole = new();
        whole.Train(Recipe with { Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 } });
        TinyRun rest = new();
        TrainingResult result = rest.Train(Recipe, whole.Checkpoints.Last(checkpoint => checkpoint.Step == 20));
        Assert.Null(result.Ensemble);
        Warning warning = rest.Events.OfType<Warning>().Single(warning => warning.About == "ensemble");
        Assert.Contains("cycle 1 is gone", warning.Message, StringComparison.Ordinal);
        Assert.IsType<RunFinished>(rest.Events[^1]);
    }

    [Fact]
    public void A_cancelled_measurement_is_made_up_for()
    {
        TinyRun whole = new();
        TrainingResult expected = whole.Train(Recipe);
        using CancellationTokenSource source = new();
        TinyRun cut = new() { Watch = happened => { if (happened is CheckpointWritten { Step: 24 }) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => cut.Train(Recipe, cancel: source.Token));
        Assert.DoesNotContain(cut.Events, happened => happened is RunFinished);
        TinyRun rest = new();
        foreach ((int cycle, NetworkState ticket) in cut.Tickets) rest.SaveTicket(cycle, ticket);
        TrainingResult actual = rest.Train(Recipe, cut.Checkpoints.Last());
        Assert.Equal(TinyRun.Numbers(expected.Final), TinyRun.Numbers(actual.Final));
        Assert.Equal(expected.Ensemble, actual.Ensemble);
        Assert.Equal(expected.Reliability, actual.Reliability);
        Assert.Equal(expected.History, actual.History);
    }
}
