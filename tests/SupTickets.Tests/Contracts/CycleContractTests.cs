using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Tests.Contracts;

/// <summary>What happens in the cycles of a run, to the step and to the number.</summary>
public sealed class CycleContractTests
{
    // Growth at random may bring some of the dropped back. The fraction is its own, not that of the updates.
    [Fact]
    public void Explorations_replace_the_fraction_that_is_theirs()
    {
        const double fraction = 0.1;
        using MethodRun run = new(MethodRun.Recipe with
        {
            Method = MethodRun.Recipe.Method with { Name = "static", Grow = "random", DropFraction = 0.5 },
            Superpose = MethodRun.Recipe.Superpose with { ExploreFraction = fraction },
        });
        double replaced = run.Network.Layers.Sum(layer => Math.Ceiling(fraction * layer.Weight.Connectivity.Count));
        run.Train();
        Assert.Equal(2, run.Changes("exploration").Count());
        Assert.All(run.Changes("exploration"), change => Assert.InRange(change.Dropped, replaced / 2, replaced));
    }

    // Without exploration tickets share one topology, so that nothing is pruned and Eq. 4 is the plain mean, statistics of batch norm
    // included.
    [Fact]
    public void Static_tickets_without_exploration_share_the_first_topology_and_superpose_to_their_mean()
    {
        using MethodRun run = new(MethodRun.Recipe with
        {
            Model = new() { Name = "resnet20", Width = 0.25 },
            Method = MethodRun.Recipe.Method with { Name = "static" },
            Superpose = MethodRun.Recipe.Superpose with { Explore = "never", Share = 0.75 },
        });
        int[][] first = [.. run.Network.Layers.Select(layer => layer.Weight.Connectivity.Positions.ToArray())];
        NetworkState final = run.Train().Final;
        NetworkState[] tickets = [.. run.Tickets.Values];
        Assert.Equal(3, tickets.Length);
        Assert.Equal(first, final.Layers.Select(layer => layer.Connectivity.Positions.ToArray()));
        foreach (var (index, layer) in final.Layers.Index())
            RequireMean(layer.Values, [.. tickets.Select(ticket => ticket.Layers[index].Values)]);
        foreach (var (index, tensor) in final.Tensors.Index())
            RequireMean(tensor.Floats, [.. tickets.Select(ticket => ticket.Tensors[index].Floats)]);
        Assert.Equal(
            2 * run.Network.BatchNorms.Count(), final.Tensors.Count(tensor => tensor.Name.Contains("running", StringComparison.Ordinal)));

        static void RequireMean(float[] actual, float[][] tickets) => Assert.All(actual.Index(), pair =>
        {
            float[] each = [.. tickets.Select(ticket => ticket[pair.Index])];
            Assert.Equal(each.Average(number => (double)number), pair.Item, 1e-6 * Math.Max(1, each.Max(MathF.Abs)));
        });
    }

    // FreeTickets' EDST: a high rate in the first half of each cycle and a low one in the second, updates throughout, exploration after a
    // ticket but the last.
    [Fact]
    public void A_run_of_edst_does_everything_at_its_step()
    {
        using MethodRun run = new(MethodRun.Recipe with
        {
            Method = MethodRun.Recipe.Method with { Name = "set" },
            Superpose =
                MethodRun.Recipe.Superpose with { Rate = "edst", Explore = "cycle-end", ExploreFraction = 0.8, UpdateInCycles = true },
        });
        int[][] atTicket = [];
        run.Watch = happened =>
        {
            if (happened is StepFinished { Step: 18 })
                atTicket = [.. run.Network.Layers.Select(layer => layer.Weight.Connectivity.Positions.ToArray())];
        };
        run.Train();
        Assert.Equal([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], run.Changes("update").Select(change => change.Step));
        Assert.Equal([18], run.Changes("exploration").Select(change => change.Step));
        Assert.Equal([18, 24], run.Events.OfType<TicketTaken>().Select(ticket => ticket.Step));
        Assert.Equal([18, 24], run.Events.OfType<TicketSuperposed>().Select(superposed => superposed.Step));
        double low = MethodRun.Recipe.Superpose.LowRate, high = MethodRun.Recipe.Superpose.HighRate;
        Assert.Equal(
            [high, high, high, low, low, low, high, high, high, low, low, low],
            run.Events.OfType<StepFinished>().Select(step => step.LearningRate).Skip(12));

        // The update at the exploration's own step gives way to it; the ticket is taken before.
        Assert.Equal(
            (0L, 0L), run.Changes("update").Where(change => change.Step == 18).Select(change => (change.Dropped, change.Grown)).Single());
        double Replaced(double fraction) => run.Network.Layers.Sum(layer => Math.Ceiling(fraction * layer.Weight.Connectivity.Count));
        Assert.All(run.Changes("update").Where(change => change.Step != 18), change =>
            Assert.InRange(change.Dropped, Replaced(0.5) / 2, Replaced(0.5)));
        Assert.InRange(run.Changes("exploration").Single().Dropped, Replaced(0.5) + 1, Replaced(0.8));
        Assert.Equal(atTicket, run.Tickets[1].Layers.Select(layer => layer.Connectivity.Positions.ToArray()));
    }
}
