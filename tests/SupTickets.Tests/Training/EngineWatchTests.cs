using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class EngineWatchTests
{
    // FLOPs alone count, and the sparse engine has them at 0.6 of the dense rate; batches of 8 fill half of its 16 lanes.
    private const double Border = 0.3;

    private static readonly EngineCosts Costs = new()
    {
        DenseWindow = 1,
        DensePoint = 1,
        DenseLinear = 1,
        SparseWindow = 2 * Border,
        SparsePoint = 2 * Border,
        SparseLinear = 2 * Border,
        DensePerNumber = 1e-9,
        SparsePerNumber = 1e-9,
        DenseNeighbours = 1e-9,
        SparseNeighbours = 1e-9,
        LayoutChange = 1e-9,
        WriteOut = 1e-9,
    };

    [Fact]
    public void A_network_that_granet_prunes_is_dense_at_first_and_sparse_from_an_update_on()
    {
        Recipe recipe = MethodRun.With("granet") with { Engine = "auto" };
        recipe = recipe with { Topology = recipe.Topology with { Allocation = "uniform" } };
        using MethodRun run = new(recipe, Costs);
        run.Train();

        NetworkEngines first = run.Events.OfType<RunStarted>().Single().Engines;
        Assert.Equal((Engine.Auto, Engine.Dense), (first.Engine, first.Network));
        Assert.All(first.Layers, layer => Assert.Equal(Engine.Dense, layer.Engine));
        EnginesChosen[] changes = [.. run.Events.OfType<EnginesChosen>()];
        Assert.Equal(Engine.Sparse, changes[0].Engines.Network);
        Assert.Equal(Engine.Sparse, changes[^1].Engines.Network);
        Assert.All(changes, change =>
        {
            Assert.Contains(run.Events.OfType<TopologyUpdated>(), update => update.Step == change.Step);
            Assert.All(change.Engines.Layers, layer =>
                Assert.Equal(
                    change.Engines.Network == Engine.Sparse && layer.Density < Border ? Engine.Sparse : Engine.Dense, layer.Engine));
        });
    }

    [Fact]
    public void A_choice_that_stays_is_told_once()
    {
        using MethodRun run = new(MethodRun.With("rigl") with { Engine = "auto" }, Costs);
        run.Train();
        Assert.NotEmpty(run.Changes("update"));
        Assert.Empty(run.Events.OfType<EnginesChosen>());
    }
}
