using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Topology;
using SupTickets.Training;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Whole short runs of every method on the sparse engine.</summary>
public sealed class MethodTests
{
    public static TheoryData<string, string?> Methods =>
        [.. SparseMethods.All.Select(method => new TheoryDataRow<string, string?>(method.Name, null)), new("rigl", "momentum"), new(
            "granet", "momentum")];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Counts_are_exact_after_every_change(string method, string? grow)
    {
        Recipe recipe = MethodRun.With(method);
        using MethodRun run = new(recipe with { Engine = "sparse", Method = recipe.Method with { Grow = grow } });
        Assert.Equal(Engine.Sparse, run.Network.Choose(recipe.Schedule.Batch, run.RunSetup.Data.Train.Shape).Network);
        long positions = run.Network.Positions;
        Assert.Equal((long)decimal.Truncate(positions * MethodRun.InitialDensity(method)), run.Network.Connections);
        long before = run.Network.Connections;
        run.Watch = happened =>
        {
            if (happened is not TopologyUpdated change) return;
            foreach (SparseLayer layer in run.Network.Layers) TopologyAudit.RequireConsistent(layer.Name, layer.Weight);
            Assert.Equal(change.Connections, run.Network.Connections);
            if (method is "granet" or "gmp" or "one-shot" && change.Reason == "update") Assert.True(change.Connections <= before);
            else Assert.Equal(before, change.Connections);
            before = change.Connections;
        };
        TrainingResult result = run.Train();
        long budget = (long)decimal.Truncate(positions * MethodRun.FinalDensity(method));
        Assert.Equal(budget, result.Final.Connections);
        Assert.All(run.Tickets.Values, ticket => Assert.Equal(budget, ticket.Connections));
        Assert.Equal(MethodRun.Updates(method), run.Changes("update").Select(change => change.Step));
    }

    // Saliencies of the two engines differ in the last bits, so that at most a few at the border are chosen differently.
    [Fact]
    public void Snip_keeps_the_connections_that_it_keeps_on_the_dense_engine()
    {
        using MethodRun dense = new(MethodRun.With("snip") with { Engine = "dense" }), sparse = new(
            MethodRun.With("snip") with { Engine = "sparse" });
        int different = dense.Network.Layers.Zip(sparse.Network.Layers).Sum(
            pair => pair.First.Weight.Connectivity.IndicesOf(pair.Second.Weight.Connectivity).Count(index => index < 0));
        Assert.InRange(different, 0, dense.Network.Connections / 1000);
    }
}
