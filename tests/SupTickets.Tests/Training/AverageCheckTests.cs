using SupTickets.Layers;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class AverageCheckTests
{
    [Fact]
    public void It_warns_where_the_averages_loss_exceeds_the_tickets_by_more_than_the_limit_and_only_there()
    {
        using MethodRun run = new(MethodRun.Recipe);
        run.Train();
        NetworkState ticket = run.Tickets[2];
        Examiner examiner = run.Wiring.Examiner;
        AverageCheck check = new(examiner, run.Wiring.Data.Train);
        double loss = Loss(ticket);
        Assert.Null(check.Of(24, 2, ticket, ticket, default));

        // Ever larger scores are ever surer of what is wrong.
        List<bool> warned = [];
        foreach (float factor in new[] { 1.01f, 2, 10, 100 })
        {
            NetworkState average = LastLayerTimes(ticket, factor);
            Warning? warning = check.Of(24, 2, ticket, average, default);
            Assert.Equal(Loss(average) - loss > AverageCheck.Limit, warning is not null);
            Assert.Null(check.Of(24, 1, ticket, average, default));
            warned.Add(warning is not null);
        }

        Assert.Equal((false, true), (warned[0], warned[^1]));

        double Loss(NetworkState state) => examiner.On(run.Wiring.Data.Train, state, default).Nll;
    }

    [Fact]
    public void It_tells_both_losses_and_what_to_change()
    {
        using MethodRun run = new(MethodRun.Recipe);
        run.Train();
        Warning warning = new AverageCheck(run.Wiring.Examiner, run.Wiring.Data.Train).Of(24, 2, run.Tickets[2], LastLayerTimes(run.Tickets[2], 100), default)!;
        Assert.Equal((24, "superposition"), (warning.Step, warning.About));
        Assert.StartsWith("the average of 2 tickets fails: on 24 training samples its loss is ", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith("so lower superpose.highRate or superpose.exploreFraction", warning.Message, StringComparison.Ordinal);
    }

    private static NetworkState LastLayerTimes(NetworkState state, float factor) =>
        state with { Layers = [.. state.Layers.SkipLast(1), state.Layers[^1] with { Values = [.. state.Layers[^1].Values.Select(value => factor * value)] }] };
}
