using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Contracts;

namespace SupTickets.Tests.Methods;

public sealed class DsrTests
{
    // Of 24 steps the period doubles after 6, 12 and 18; nothing moves after 22.8, or whatever share is the end.
    [Theory]
    [InlineData(2, 0.95, new long[] { 2, 4, 6, 8, 12, 16 })]
    [InlineData(2, 0.6, new long[] { 2, 4, 6, 8, 12 })]
    [InlineData(1, 0.95, new long[] { 1, 2, 3, 4, 5, 6, 8, 10, 12, 16 })]
    public void The_period_doubles_at_each_quarter_of_the_run_until_it_rests(int interval, double end, long[] updates)
    {
        Recipe recipe = MethodRun.With("dsr");
        using MethodRun run = new(recipe with
        {
            Method = recipe.Method with { UpdateInterval = interval, Dsr = recipe.Method.Dsr with { EndShare = end } },
            Superpose = new() { Enabled = false },
        });
        run.Train();
        Assert.Equal(updates, run.Changes("update").Select(change => change.Step));
    }
}
