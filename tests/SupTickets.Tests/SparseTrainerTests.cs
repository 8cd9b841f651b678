using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Recipes;
using SupTickets.Tests.Training;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests;

public sealed class SparseTrainerTests
{
    private const int StepsPerEpoch = 4;

    private static readonly SupTickets.Values.ImageShape Input = new(1, 8, 8);

    private static Recipe Recipe { get; } = new()
    {
        Seed = 3,
        Topology = new() { Sparsity = 0.8 },
        Method = new() { UpdateInterval = 3, GraNet = new() { InitialSparsity = 0.4 } },
        Schedule = new() { Epochs = 8, LearningRate = 0.05 },
        Superpose = new() { Share = 0.5, CycleEpochs = 2 },
    };

    public static TheoryData<string> Methods => [.. SparseMethods.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_ends_with_a_ticket_of_exactly_the_budget(string method)
    {
        using var scope = NewDisposeScope();
        double sparsity = method is "dense" or "small-dense" ? 0 : 0.8;
        using SparseTrainer trainer = Trainer(Recipe with { Method = Recipe.Method with { Name = method }, Topology = new() { Sparsity = sparsity } });
        Finish(trainer);
        long budget = SupTickets.Values.Density.FromSparsity(sparsity).CountOf(trainer.Network.Positions);
        Assert.Equal(budget, trainer.Network.Connections);
        Assert.Equal(budget, trainer.Ticket.Connections);
        Assert.Equal(8 * StepsPerEpoch, trainer.Finished);
        Assert.NotEqual(TinyRun.Numbers(trainer.Network.Snapshot()), TinyRun.Numbers(trainer.Ticket));
    }

    [Fact]
    public void The_same_recipe_gives_the_same_bits_and_another_seed_gives_others()
    {
        using var scope = NewDisposeScope();
        float[] Numbers(Recipe recipe)
        {
            using SparseTrainer trainer = Trainer(recipe);
            Finish(trainer);
            return [.. TinyRun.Numbers(trainer.Ticket)];
        }

        float[] first = Numbers(Recipe);
        Assert.Equal(first, Numbers(Recipe));
        Assert.NotEqual(first, Numbers(Recipe with { Seed = 4 }));
    }

    [Fact]
    public void Values_that_a_module_brings_along_stay_where_it_is_connected()
    {
        using var scope = NewDisposeScope();
        var dense = nn.Sequential(("head", nn.Linear(16, 4)));
        float[] weights = dense.get_parameter("head.weight")!.data<float>().ToArray();
        using SparseTrainer trainer = new(Sparsify.Convert(dense), Recipe, StepsPerEpoch, _ => throw new InvalidOperationException("no step was asked for"));
        SparseLayerState head = trainer.Ticket.Layers.Single();
        Assert.Equal(12, head.Values.Length);
        Assert.Equal(head.Connectivity.Positions.ToArray().Select(position => weights[position]), head.Values);
    }

    [Fact]
    public void Snip_looks_at_as_many_losses_as_asked_and_leaves_batch_norm_alone()
    {
        using var scope = NewDisposeScope();
        int asked = 0;
        using SparseTrainer trainer = Trainer(Recipe with { Method = new() { Name = "snip", Snip = new() { Batches = 3 } } }, () => asked++);
        Assert.Equal(3, asked);
        Assert.Equal([0L], trainer.Ticket.Tensors.Single(tensor => tensor.Name == "norm.num_batches_tracked").Integers);
    }

    [Fact]
    public void A_module_is_not_narrowed()
    {
        using var scope = NewDisposeScope();
        RecipeException refused = Assert.Throws<RecipeException>(() => Trainer(Recipe with { Method = Recipe.Method with { Name = "small-dense" } }));
        Assert.Equal("topology.sparsity: got 0.8; allowed: 0, since method.name is small-dense and the network given is as wide as it is", refused.Errors.Single().ToString());
    }

    [Fact]
    public void The_exploration_rate_grows_from_the_density()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(Recipe);
        Assert.Equal((double)trainer.Network.Connections / trainer.Network.Positions, trainer.ExplorationRate);
        double before = trainer.ExplorationRate;
        Finish(trainer);
        Assert.InRange(trainer.ExplorationRate, before + 0.01, 1);
    }

    [Fact]
    public void Without_cycles_the_ticket_is_the_network()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(Recipe with { Superpose = new() { Enabled = false } });
        Finish(trainer);
        Assert.Equal(TinyRun.Numbers(trainer.Network.Snapshot()), TinyRun.Numbers(trainer.Ticket));
    }

    [Fact]
    public void A_step_too_many_a_loss_that_is_not_finite_and_a_wrong_recipe_are_refused()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(Recipe);
        Finish(trainer);
        Assert.Equal("all 32 steps of the recipe are finished", Assert.Throws<InvalidOperationException>(() => trainer.Step()).Message);

        using SparseTrainer broken = new(new SparseLinear(2, 2), Recipe, StepsPerEpoch, network =>
            network.Forward(tensor(new[] { float.PositiveInfinity, float.PositiveInfinity }, [1, 2])).sum());
        float[] before = [.. TinyRun.Numbers(broken.Network.Snapshot())];
        Assert.Contains("the loss of step 1 is ", Assert.Throws<TrainingException>(() => broken.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(before, TinyRun.Numbers(broken.Network.Snapshot()));

        Assert.Throws<RecipeException>(() => Trainer(Recipe with { Topology = new() { Sparsity = 1 } }));
    }

    [Theory]
    [InlineData("auto", Engine.Auto)]
    [InlineData("dense", Engine.Dense)]
    [InlineData("sparse", Engine.Sparse)]
    public void The_network_computes_by_the_engine_of_the_recipe(string name, Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(Recipe with { Engine = name }), dense = Trainer(Recipe with { Engine = "dense" });
        Assert.Equal(engine, trainer.Network.Engine);
        EngineChoice choice = trainer.Network.Choose(12, Input);
        Assert.Null(choice.Obstacle);
        if (engine != Engine.Auto) Assert.Equal(engine, choice.Network);
        for (int step = 0; step < 3; step++) Assert.Equal(dense.Step(), trainer.Step(), 1e-4);
    }

    [Fact]
    public void A_part_that_only_libtorch_computes_makes_auto_dense_which_says_so_and_sparse_refuse()
    {
        const string Reason = "the network computes something outside of the layers in SupTickets.Layers, which only the dense engine can follow";
        using var scope = NewDisposeScope();
        using SparseTrainer auto = Trainer(Recipe, activation: nn.Tanh()), sparse = Trainer(Recipe with { Engine = "sparse" }, activation: nn.Tanh());
        auto.Step();
        EngineChoice choice = auto.Network.Choose(12, Input);
        Assert.Equal((Engine.Dense, Reason), (choice.Network, choice.Obstacle));
        Assert.All(choice.Layers, layer => Assert.Equal(Engine.Dense, layer.Engine));
        Assert.Equal(Reason, Assert.Throws<NotSupportedException>(() => sparse.Step()).Message);
    }

    [Fact]
    public void An_observer_is_told_of_steps_updates_and_warnings()
    {
        using var scope = NewDisposeScope();
        List<TrainingEvent> told = [];
        Recipe recipe = Recipe with { Method = new() { Name = "snip" }, Topology = new() { Sparsity = 0.99 }, Superpose = new() { Share = 0.3, CycleEpochs = 2 } };
        using SparseTrainer trainer = Trainer(recipe, observer: new Told(told));
        string empty = Assert.Single(trainer.Network.Layers, layer => layer.Weight.Connectivity.Count == 0).Name;
        Assert.Equal(["superposition", "topology"], told.Cast<Warning>().Select(warning => warning.About));
        Assert.StartsWith($"layer '{empty}' has no connection", ((Warning)told[1]).Message, StringComparison.Ordinal);
        told.Clear();
        Finish(trainer);
        Assert.Equal(Enumerable.Range(1, 8 * StepsPerEpoch).Select(step => (long)step), told.OfType<StepFinished>().Select(step => step.Step));
        Assert.Equal([0, 7], [told.OfType<StepFinished>().First().Epoch, told.OfType<StepFinished>().Last().Epoch]);
        Assert.Equal(["exploration"], told.OfType<TopologyUpdated>().Select(moved => moved.Reason));
    }

    private sealed class Told(List<TrainingEvent> events) : ITrainingObserver
    {
        public void On(TrainingEvent happened) => events.Add(happened);
    }

    private static SparseTrainer Trainer(Recipe recipe, Action? asked = null, nn.Module<Tensor, Tensor>? activation = null, ITrainingObserver? observer = null)
    {
        // Numbers of our own: libtorch's default generator belongs to all tests.
        var random = new SupTickets.Values.Seed(9).Stream();
        Tensor images = tensor(Enumerable.Range(0, 12 * 64).Select(_ => (float)random.NextNormal()).ToArray(), [12, 1, 8, 8]);
        Tensor labels = tensor(Enumerable.Range(0, 12).Select(i => i % 3L).ToArray());
        var module = nn.Sequential(
            ("conv", new SparseConv2d(1, 8, 3, padding: 1)),
            ("norm", new BatchNorm(8)),
            ("activation", activation ?? new Relu()),
            ("pool", new MaxPool(4, 4)),
            ("flatten", new Flatten()),
            ("head", new SparseLinear(32, 3)));
        return new(module, recipe, StepsPerEpoch, network =>
        {
            asked?.Invoke();
            return nn.functional.cross_entropy(network.Forward(images), labels);
        }, observer);
    }

    private static void Finish(SparseTrainer trainer)
    {
        while (trainer.Finished < trainer.Total) trainer.Step();
    }
}
