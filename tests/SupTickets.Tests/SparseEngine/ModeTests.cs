using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Training and evaluation mode, of the network and of single modules, at whatever moment they change.</summary>
public sealed class ModeTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    [Fact]
    public void A_module_may_compute_something_else_in_training()
    {
        using EnginePair pair = EnginePair.Of(() => new Branching(), 0.5);
        for (int round = 0; round < 2; round++)
        {
            RequireSame(pair);
            pair.Evaluate(Input);
            RequireSame(pair);
            pair.Dense.train();
            pair.Sparse.train();
        }
    }

    [Fact]
    public void So_may_a_part_of_it_that_is_frozen_by_itself()
    {
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(("features", new Branching()), ("head", new SparseLinear(EnginePair.Classes, EnginePair.Classes))), 0.5);
        RequireSame(pair);
        foreach (SparseNetwork network in new[] { pair.Dense, pair.Sparse }) network.Module.named_children().First().module.eval();
        RequireSame(pair);
    }

    [Fact]
    public void Auto_computes_densely_in_a_mode_that_only_libtorch_can_follow()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => new Branching(nn.functional.gelu), 0.5);
        pair.Sparse.Engine = Engine.Auto;
        // Sparse layers as good as free: auto takes them wherever it can.
        pair.Sparse.Costs = EngineCosts.Committed with { DenseWindow = 1e-6, DensePoint = 1e-6, DenseLinear = 1e-6 };
        Assert.Equal(Engine.Sparse, pair.Sparse.Choose(19, Input).Network);
        RequireSame(pair);
        pair.Evaluate(Input);
        Assert.Equal(Engine.Dense, pair.Sparse.Choose(19, Input).Network);
        RequireSame(pair);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backward_pass_is_that_of_the_mode_in_which_the_network_went_forward(bool training)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, 8, 8);
        using EnginePair pair = EnginePair.Of("resnet20", input, 0.25, 0.8);
        pair.Evaluate(input);
        foreach (SparseNetwork network in new[] { pair.Dense, pair.Sparse }) network.Module.train(training);
        Tensor images = pair.ImagesOffTheEdges(19, input);
        StepRecord Step(SparseNetwork network, Func<Tensor, Tensor> forward) => StepRecord.Of(network, () =>
        {
            Tensor loss = nn.functional.cross_entropy(forward(images), EnginePair.Labels(19));
            network.Module.train(!training);
            return loss;
        });
        RequireNear(Step(pair.Dense, pair.Expected), Step(pair.Sparse, pair.Sparse.call));
    }

    [Theory]
    [InlineData(Engine.Sparse)]
    [InlineData(Engine.Auto)]
    public void Measuring_leaves_every_modules_mode_as_it_was(Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(("first", new Branching()), ("norm", new BatchNorm(EnginePair.Classes))));
        network.Initialize(new(1));
        network.Engine = engine;
        BatchNorm[] norms = [.. network.BatchNorms];
        norms[0].eval();
        network.call(EnginePair.Images(5, Input, seed: 5));
        Assert.Equal([false, true], norms.Select(norm => norm.training));
        network.Measure(Input);
        Assert.Equal([false, true], norms.Select(norm => norm.training));
        Assert.True(network.Module.training);
    }

    [Fact]
    public void So_it_does_with_a_module_that_has_two_parents()
    {
        using var scope = NewDisposeScope();
        Relu shared = new();
        using SparseNetwork network = new(nn.Sequential(
            ("first", nn.Sequential(("conv", new SparseConv2d(2, 2, 3)), ("relu", shared))),
            ("second", nn.Sequential(("relu", shared), ("flatten", new Flatten()))),
            ("fc", new SparseLinear(32, 3))));
        shared.eval();
        network.Measure(Input);
        Assert.False(shared.training);
        Assert.All(network.Modules().Where(named => !ReferenceEquals(named.Module, shared)), named =>
            Assert.True(named.Module.training, named.Name));
    }

    private static void RequireSame(EnginePair pair)
    {
        using var scope = NewDisposeScope();
        Tensor images = pair.ImagesOffTheEdges(19, Input);
        pair.Sparse.Restore(pair.State);
        RequireNear(pair.ExpectedStep(images), StepRecord.Of(pair.Sparse, images, EnginePair.Labels(19)));
        pair.StartFrom(pair.State);
    }

    private static void RequireNear(StepRecord expected, StepRecord actual)
    {
        (string name, double apart) = expected.Farthest(actual);
        Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
    }

    private sealed class Branching : nn.Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> evaluated;
        private readonly SparseConv2d conv = new(2, 4, 3);
        private readonly BatchNorm norm = new(4);
        private readonly Relu relu = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(64, EnginePair.Classes);

        public Branching()
            : this(x => x)
        {
        }

        public Branching(Func<Tensor, Tensor> evaluated)
            : base(nameof(Branching))
        {
            this.evaluated = evaluated;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor normed = norm.call(conv.call(input));
            return fc.call(flatten.call(training ? relu.call(normed) : evaluated(normed)));
        }
    }
}
