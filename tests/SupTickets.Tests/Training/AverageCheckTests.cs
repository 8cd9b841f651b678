using System.Globalization;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Tests.Training;

public sealed class AverageCheckTests
{
    [Fact]
    public void It_warns_where_the_averages_loss_exceeds_the_tickets_by_more_than_the_limit_and_only_there()
    {
        using MethodRun run = new(MethodRun.Recipe);
        run.Train();
        NetworkState ticket = run.Tickets[2];
        AverageCheck check = new(run.RunSetup.StateEvaluator, run.RunSetup.Data.Train);
        double loss = LossOf(run, ticket);
        Assert.Null(check.Of(24, 2, ticket, ticket, default));

        // Ever larger scores are ever surer of what is wrong.
        List<bool> warned = [];
        foreach (float factor in new[] { 1.01f, 2, 10, 100 })
        {
            NetworkState average = LastLayerTimes(ticket, factor);
            Warning? warning = check.Of(24, 2, ticket, average, default);
            Assert.Equal(LossOf(run, average) - loss > 0.1, warning is not null);
            Assert.Null(check.Of(24, 1, ticket, average, default));
            warned.Add(warning is not null);
        }

        Assert.Equal((false, true), (warned[0], warned[^1]));
    }

    // 0.1 nats, by decision.
    [Fact]
    public void The_limit_is_a_tenth()
    {
        using MethodRun run = new(MethodRun.Recipe);
        run.Train();
        NetworkState ticket = run.Tickets[2];
        AverageCheck check = new(run.RunSetup.StateEvaluator, run.RunSetup.Data.Train);
        double loss = LossOf(run, ticket);
        Assert.Null(check.Of(24, 2, ticket, WithLoss(loss + 0.098), default));
        Assert.NotNull(check.Of(24, 2, ticket, WithLoss(loss + 0.102), default));

        // The loss grows with the scores once these are large enough to be wrong in.
        NetworkState WithLoss(double wanted)
        {
            float low = 1, high = 1000;
            for (int i = 0; i < 40; i++)
            {
                float middle = (low + high) / 2;
                if (LossOf(run, LastLayerTimes(ticket, middle)) < wanted) low = middle;
                else high = middle;
            }

            NetworkState found = LastLayerTimes(ticket, low);
            Assert.Equal(wanted, LossOf(run, found), 1e-3);
            return found;
        }
    }

    // The averages are made again from the tickets, and both losses measured on the samples that were drawn, here all. The largest excesses
    // are about 0.4 and 0.
    [Theory]
    [InlineData("restart", 0.05, 0.2, 0.9)]
    [InlineData("triangle", 0.0001, 0.001, 0.1)]
    public void A_run_warns_of_each_average_that_fails_and_of_no_other(string rate, double low, double high, double explore)
    {
        using MethodRun run = new(MethodRun.Recipe with
        {
            Schedule = MethodRun.Recipe.Schedule with { Epochs = 20 },
            Superpose = MethodRun.Recipe.Superpose with { Rate = rate, LowRate = low, HighRate = high, ExploreFraction = explore },
        });
        run.Train();
        Assert.Equal(5, run.Tickets.Count);
        Superposition superposition = TicketCollector.SuperpositionOf(
            run.RunSetup.Options.Superpose!, run.RunSetup.Options.Density, run.Network);
        List<long> failing = [];
        foreach ((int cycle, NetworkState ticket) in run.Tickets)
        {
            superposition.Add(ticket);
            if (LossOf(run, superposition.Ticket!) - LossOf(run, ticket) > 0.1) failing.Add(run.RunSetup.Calendar.EndOf(cycle));
        }

        Assert.Equal(rate == "restart", failing.Count > 0);
        Assert.Equal(
            failing, run.Events.OfType<Warning>().Where(warning => warning.About == "superposition").Select(warning => warning.Step));
    }

    // Of 1200 the first thousand would give another loss.
    [Fact]
    public void Of_more_than_a_thousand_training_samples_a_run_draws_a_thousand()
    {
        using MethodRun run = new(MethodRun.Recipe with { Data = MethodRun.Recipe.Data with { TrainSamples = 1200 } });
        NetworkState ticket = run.Network.Snapshot(), average = LastLayerTimes(ticket, 100);
        Warning warning = run.RunSetup.Parts().BoundaryEvaluator.Superposition(24, 2, 0, average, ticket, default).Warning!;

        RandomStream random = new Seed(run.RunSetup.Recipe.Seed).For("samples to check").Stream();
        ImageSelection samples = new(run.RunSetup.Data.Train, random.NextSubset(1200, 1000));
        double loss = run.RunSetup.StateEvaluator.On(samples, average, default).Nll;
        Assert.StartsWith(
            string.Create(
                CultureInfo.InvariantCulture, $"the average of 2 tickets fails: on 1000 training samples its loss is {loss:0.000} and"),
            warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_both_losses_and_what_to_change()
    {
        using MethodRun run = new(MethodRun.Recipe);
        run.Train();
        Warning warning = new AverageCheck(run.RunSetup.StateEvaluator, run.RunSetup.Data.Train)
            .Of(24, 2, run.Tickets[2], LastLayerTimes(run.Tickets[2], 100), default)!;
        Assert.Equal((24, "superposition"), (warning.Step, warning.About));
        Assert.StartsWith("the average of 2 tickets fails: on 24 training samples its loss is ", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith("so lower superpose.highRate or superpose.exploreFraction", warning.Message, StringComparison.Ordinal);
    }

    private static double LossOf(MethodRun run, NetworkState state) =>
        run.RunSetup.StateEvaluator.On(run.RunSetup.Data.Train, state, default).Nll;

    private static NetworkState LastLayerTimes(NetworkState state, float factor) =>
        state with
        {
            Layers = [.. state.Layers.SkipLast(1), state.Layers[^1] with { Values = [.. state.Layers[^1].Values.Select(value =>
            factor * value)] }]
        };
}
