using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Topology;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

public sealed class EmptyLayersTests
{
    public static TheoryData<string> PruningTheWholeNetwork => ["gmp", "granet", "one-shot", "snip"];

    [Fact]
    public void A_layer_is_told_of_when_it_loses_its_last_connection_and_again_only_if_it_had_some_in_between()
    {
        using SparseNetwork network = Network();
        EmptyLayers empty = new(network);
        Assert.Null(empty.News(1));
        SparseWeight second = network.Layers[1].Weight;
        second.Rewire(Connectivity.Of([], second.Shape.Positions));
        Warning warning = empty.News(2)!;
        Assert.Equal((2, "topology"), (warning.Step, warning.About));
        Assert.StartsWith("layer 'fc2' has no connection, so that nothing passes through it: ", warning.Message, StringComparison.Ordinal);
        Assert.Null(empty.News(3));
        second.Rewire(Connectivity.Of([4], second.Shape.Positions));
        Assert.Null(empty.News(4));
        second.Rewire(Connectivity.Of([], second.Shape.Positions));
        Assert.NotNull(empty.News(5));

        EmptyLayers resumed = new(network);
        resumed.Remember(superposed: null);
        Assert.Null(resumed.News(6));
        network.Layers[0].Weight.Rewire(Connectivity.Of([], 6));
        Assert.StartsWith("layer 'fc1' has", resumed.News(7)!.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "layers 'fc1', 'fc2' have no connection, so that nothing passes through them: ", new EmptyLayers(network)
                .News(8)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_only_the_superposed_ticket_lacks_is_told_of_once()
    {
        using SparseNetwork network = Network();
        EmptyLayers empty = new(network);
        NetworkState full = network.Snapshot();
        NetworkState superposed =
            full with { Layers = [full.Layers[0], full.Layers[1] with { Connectivity = Connectivity.Of([], 9), Values = [] }] };
        Assert.Null(empty.News(4, full));
        Warning warning = empty.News(8, superposed)!;
        Assert.Equal((8, "superposition"), (warning.Step, warning.About));
        Assert.StartsWith("in the superposed ticket layer 'fc2' has no connection", warning.Message, StringComparison.Ordinal);
        Assert.Null(empty.News(12, superposed));
    }

    [Theory]
    [MemberData(nameof(PruningTheWholeNetwork))]
    public void Whatever_prunes_the_whole_network_warns_of_the_layers_it_empties_in_events_and_figures(string method)
    {
        using MethodRun run = new(Sparse(method));
        TrainingResult result = run.Train();
        string[] empty = [.. run.Network.Layers.Where(layer => layer.Weight.Connectivity.Count == 0).Select(layer => layer.Name)];
        Warning[] warnings = [.. run.Events.OfType<Warning>().Where(warning => warning.About == "topology")];
        Assert.NotEmpty(empty);
        Assert.All(empty, name => Assert.Contains(warnings, warning => warning.Message.Contains($"'{name}'", StringComparison.Ordinal)));
        RunSummary summary = RunSummary.Of(run.RunSetup.Recipe, result, new(1, 1, 1));
        Assert.Equal(run.Events.OfType<Warning>().Select(warning => warning.Message), summary.Warnings!.Select(warning => warning.Message));
    }

    [Fact]
    public void A_run_that_goes_on_does_not_say_again_what_it_said_and_its_figures_still_have_it()
    {
        Recipe recipe = Sparse("gmp") with { Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 } };
        TinyRun whole = new(), rest = new();
        TrainingResult expected = whole.Train(recipe);
        Warning[] all = [.. whole.Events.OfType<Warning>()];
        Assert.NotEmpty(all);
        TrainingResult actual = rest.Train(recipe, whole.Checkpoints.First(checkpoint => checkpoint.Step > all[^1].Step));
        Assert.Empty(rest.Events.OfType<Warning>());
        Assert.Equal(expected.History, actual.History);
        Assert.Equal(all, actual.History.OfType<Warning>());
    }

    // Small enough a share of LeNet-5's connections that whole layers lose all of theirs.
    private static Recipe Sparse(string method)
    {
        Recipe recipe = MethodRun.With(method);
        return recipe with { Topology = recipe.Topology with { Sparsity = 0.999 } };
    }

    private static SparseNetwork Network()
    {
        SparseNetwork network = new(nn.Sequential(("fc1", new SparseLinear(2, 3)), ("fc2", new SparseLinear(3, 3))));
        network.Initialize(new(1));
        return network;
    }
}
