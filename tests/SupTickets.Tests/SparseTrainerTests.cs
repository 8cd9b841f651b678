using SupTickets.Conversion;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Training;
using SupTickets.Training;
using SupTickets.Values;
using static SupTickets.Tests.TrainerExample;
using static TorchSharp.torch;

namespace SupTickets.Tests;

public sealed class SparseTrainerTests
{
    private static readonly SupTickets.Values.ImageShape Input = new(1, 8, 8);

    public static TheoryData<string> Methods => [.. SparseMethods.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_ends_with_a_ticket_of_exactly_the_budget(string method)
    {
        using var scope = NewDisposeScope();
        double sparsity = method is "dense" or "small-dense" ? 0 : 0.8;
        using SparseTrainer trainer = Trainer(
            SmallRecipe with { Method = SmallRecipe.Method with { Name = method }, Topology = new() { Sparsity = sparsity } });
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

        float[] first = Numbers(SmallRecipe);
        Assert.Equal(first, Numbers(SmallRecipe));
        Assert.NotEqual(first, Numbers(SmallRecipe with { Seed = 4 }));
    }

    [Fact]
    public void Values_that_a_module_brings_along_stay_where_it_is_connected()
    {
        using var scope = NewDisposeScope();
        var dense = nn.Sequential(("head", nn.Linear(16, 4)));
        float[] weights = dense.get_parameter("head.weight")!.data<float>().ToArray();
        using SparseTrainer trainer = new(
            Sparsify.Convert(dense), SmallRecipe.ToTraining(StepsPerEpoch),
            _ => throw new InvalidOperationException("no step was asked for"));
        SparseLayerState head = trainer.Ticket.Layers.Single();
        Assert.Equal(12, head.Values.Length);
        Assert.Equal(head.Connectivity.Positions.ToArray().Select(position => weights[position]), head.Values);
    }

    [Fact]
    public void Snip_looks_at_as_many_losses_as_asked_and_leaves_batch_norm_alone()
    {
        using var scope = NewDisposeScope();
        int asked = 0;
        using SparseTrainer trainer = Trainer(
            SmallRecipe with { Method = new() { Name = "snip", Snip = new() { Batches = 3 } } }, () => asked++);
        Assert.Equal(3, asked);
        Assert.Equal([0L], trainer.Ticket.Tensors.Single(tensor => tensor.Name == "norm.num_batches_tracked").Integers);
    }

    [Fact]
    public void A_module_is_not_narrowed()
    {
        using var scope = NewDisposeScope();
        SettingException refused = Assert.Throws<SettingException>(
            () => Trainer(SmallRecipe with { Method = SmallRecipe.Method with { Name = "small-dense" } }));
        Assert.Equal(
            "topology.sparsity: got 0.8; allowed: 0, since method.name is small-dense and the network given is as wide as it is",
            refused.Errors.Single().ToString());
    }

    [Fact]
    public void The_exploration_rate_grows_from_the_density()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(SmallRecipe);
        Assert.Equal((double)trainer.Network.Connections / trainer.Network.Positions, trainer.ExplorationRate);
        double before = trainer.ExplorationRate;
        Finish(trainer);
        Assert.InRange(trainer.ExplorationRate, before + 0.01, 1);
    }

    [Fact]
    public void Without_cycles_the_ticket_is_the_network()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(SmallRecipe with { Superpose = new() { Enabled = false } });
        Finish(trainer);
        Assert.Equal(TinyRun.Numbers(trainer.Network.Snapshot()), TinyRun.Numbers(trainer.Ticket));
    }

    [Fact]
    public void A_step_too_many_a_loss_that_is_not_finite_and_a_wrong_recipe_are_refused()
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(SmallRecipe);
        Finish(trainer);
        Assert.Equal("all 32 steps are finished", Assert.Throws<InvalidOperationException>(() => trainer.Step()).Message);

        using SparseTrainer broken = new(new SparseLinear(2, 2), SmallRecipe.ToTraining(StepsPerEpoch), network =>
            network.call(tensor(new[] { float.PositiveInfinity, float.PositiveInfinity }, [1, 2])).sum());
        float[] before = [.. TinyRun.Numbers(broken.Network.Snapshot())];
        Assert.Contains("the loss of step 1 is ", Assert.Throws<TrainingException>(() => broken.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(before, TinyRun.Numbers(broken.Network.Snapshot()));

        Assert.Throws<SettingException>(() => Trainer(SmallRecipe with { Method = new() { UpdateInterval = 0 } }));
    }

    [Theory]
    [InlineData("auto", Engine.Auto)]
    [InlineData("dense", Engine.Dense)]
    [InlineData("sparse", Engine.Sparse)]
    public void The_network_computes_by_the_engine_of_the_recipe(string name, Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = Trainer(SmallRecipe with { Engine = name }), dense = Trainer(SmallRecipe with { Engine = "dense" });
        Assert.Equal(engine, trainer.Network.Engine);
        EngineChoice choice = trainer.Network.Choose(12, Input);
        Assert.Null(choice.Obstacle);
        if (engine != Engine.Auto) Assert.Equal(engine, choice.Network);
        for (int step = 0; step < 3; step++) Assert.Equal(dense.Step(), trainer.Step(), 1e-4);
    }

    [Fact]
    public void A_part_that_only_libtorch_computes_makes_auto_dense_which_says_so_and_sparse_refuse()
    {
        const string Reason = "the network computes something outside of the layers in SupTickets.Layers and of modules that add an "
            + "operation, which only the dense engine can follow";
        using var scope = NewDisposeScope();
        using SparseTrainer auto = Trainer(SmallRecipe, activation: nn.Tanh()), sparse = Trainer(
            SmallRecipe with { Engine = "sparse" }, activation: nn.Tanh());
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
        Recipe recipe = SmallRecipe with
        {
            Method = new() { Name = "snip" },
            Topology = new() { Sparsity = 0.99 },
            Superpose = new()
            {
                Share = 0.3,
                CycleEpochs = 2,
            }
        };
        using SparseTrainer trainer = Trainer(recipe, observer: new Told(told));
        string empty = Assert.Single(trainer.Network.Layers, layer => layer.Weight.Connectivity.Count == 0).Name;
        Assert.Equal(["superposition", "topology"], told.Cast<Warning>().Select(warning => warning.About));
        Assert.StartsWith($"layer '{empty}' has no connection", ((Warning)told[1]).Message, StringComparison.Ordinal);
        told.Clear();
        Finish(trainer);
        Assert.Equal(
            Enumerable.Range(1, 8 * StepsPerEpoch).Select(step => (long)step), told.OfType<StepFinished>().Select(step => step.Step));
        Assert.Equal([0, 7], [told.OfType<StepFinished>().First().Epoch, told.OfType<StepFinished>().Last().Epoch]);
        Assert.Equal(["exploration"], told.OfType<TopologyUpdated>().Select(moved => moved.Reason));
    }

    [Fact]
    public void Each_step_may_be_given_its_own_loss()
    {
        using var scope = NewDisposeScope();
        Tensor inputs = tensor([1f, 2, 3, 4], [2, 2]);
        Tensor LossOf(SparseNetwork network) => Squares(network.call(inputs));
        using SparseTrainer given = new(Head(), SmallRecipe.ToTraining(StepsPerEpoch), LossOf), own = new(
            Head(), SmallRecipe.ToTraining(StepsPerEpoch));
        while (given.Finished < given.Total) Assert.Equal(given.Step(), own.Step(LossOf));
        Assert.Equal(TinyRun.Numbers(given.Ticket), TinyRun.Numbers(own.Ticket));
        using SparseTrainer none = new(Head(), SmallRecipe.ToTraining(StepsPerEpoch));
        Assert.Contains("without a loss", Assert.Throws<InvalidOperationException>(() => none.Step()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new SparseTrainer(Head(), (SmallRecipe with { Method = new() { Name = "snip" } }).ToTraining(StepsPerEpoch)));
    }

    /// <summary>It computes on, without our watch over its convolutions.</summary>
    [Fact]
    public void A_module_that_is_refused_stays_the_callers()
    {
        using var scope = NewDisposeScope();
        var module = nn.Sequential(
            ("plain", nn.Conv2d(3, 2, 3)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("fc", new SparseLinear(2, 2)));
        Assert.Throws<ArgumentException>(
            () => new SparseTrainer(module, (SmallRecipe with { Method = new() { Name = "snip" } }).ToTraining(StepsPerEpoch)));
        module.call(zeros(1, 3, 101, 103));
        Assert.False(LibTorchSafety.HasChecked(KindOf(103)));
        using SparseTrainer accepted = new(module, SmallRecipe.ToTraining(StepsPerEpoch));
        accepted.Network.call(zeros(2, 3, 101, 107));
        Assert.True(LibTorchSafety.HasChecked(KindOf(107) with { Samples = 2 }));

        static ConvolutionKind KindOf(int width)
        {
            SupTickets.Kernels.Convolution.ConvolutionAxis axis = new(3, 1, 0, 1);
            return new(new(2, 3, axis, axis), 1, 101, width) { HasBias = true, LearnsWeight = true };
        }
    }

    [Theory]
    [InlineData("rigl")]
    [InlineData("granet")]
    [InlineData("gmp")]
    public void The_tool_trains_to_the_same_bits(string method)
    {
        using var scope = NewDisposeScope();
        // By auto the tool chooses for its full batch, and the library for each batch.
        using MethodRun run = new(MethodRun.With(method) with { Engine = "sparse" });
        TrainingResult result = run.Train();
        RunSetup setup = run.RunSetup;
        nn.Module<Tensor, Tensor> module = RunSetup.ModuleOf(
            setup.Recipe.Model, setup.Recipe.Model.Name, setup.Data.Train.Classes.Count, setup.Data.Train.Shape);
        using SparseTrainer trainer = new(module, setup.Options);
        for (int epoch = 0; epoch < setup.Calendar.Epochs; epoch++)
        {
            foreach (SupTickets.Experiments.Data.Batch batch in setup.Batches.Epoch(epoch, 0))
                trainer.Step(
                    network => new ClassificationLoss(network, setup.Data.Train.Shape, setup.Recipe.Optimizer.LabelSmoothing).Of(batch));
        }

        Assert.Equal(TinyRun.Numbers(result.Final), TinyRun.Numbers(trainer.Ticket));
    }

    [Fact]
    public void A_ticket_that_is_not_finite_is_not_averaged()
    {
        using var scope = NewDisposeScope();
        // Each loss and gradient is finite; the update of the last step is not.
        Recipe recipe = SmallRecipe with
        {
            Method = new() { Name = "static" },
            Optimizer = new() { WeightDecay = 0 },
            Superpose = new() { Share = 0.5, CycleEpochs = 2, LowRate = 3e38, HighRate = 3e38, Explore = "never" },
        };
        Tensor still = zeros(2, 2), steep = tensor([100f, 100, 100, 100], [2, 2]);
        using SparseTrainer trainer = new(new SparseLinear(2, 4, BiasKind.None), recipe.ToTraining(StepsPerEpoch));
        while (trainer.Finished < trainer.Total - 1) trainer.Step(network => network.call(still).sum());
        Assert.Throws<TrainingException>(() => trainer.Step(network => network.call(steep).sum()));
        Assert.Equal(trainer.Total, trainer.Finished);
        Assert.All(TinyRun.Numbers(trainer.Ticket), number => Assert.True(float.IsFinite(number)));
    }

    private sealed class Told(List<TrainingEvent> events) : ITrainingObserver
    {
        public void On(TrainingEvent happened) => events.Add(happened);
    }
}
