using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Modules of a user that no model of ours resembles, and passes in an order that no trainer of ours has.</summary>
public sealed class UnusualModuleTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    [Fact]
    public void A_layer_and_a_norm_used_twice_get_the_sum_of_both_gradients() => RequireSame(() => new Twice());

    [Fact]
    public void A_norm_used_twice_enters_its_batches_in_their_order() => RequireSame(() => new NormTwice(sums: false));

    [Fact]
    public void So_does_one_whose_output_is_added_later() => RequireSame(() => new NormTwice(sums: true));

    [Fact]
    public void A_norm_after_flattening_normalises_every_feature() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("flatten", new Flatten()), ("norm", new BatchNorm(80)), ("relu", new Relu()), (
            "fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void A_flattened_image_can_be_the_scores() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 3, 3, stride: 3, padding: 1)), ("norm", new BatchNorm(3)), ("flatten", new Flatten())));

    [Fact]
    public void A_relu_after_flattening_belongs_to_the_norm_before() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("norm", new BatchNorm(5)), ("flatten", new Flatten()), ("relu", new Relu()), (
            "fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void What_is_computed_and_not_used_has_no_gradient() => RequireSame(() => new DeadEnd());

    [Fact]
    public void Something_added_to_itself_counts_twice() => RequireSame(() => new Doubled());

    [Fact]
    public void A_layer_without_connections_gives_its_bias()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("lenet5", new(3, 16, 16), 0.25, 0.9);
        foreach (SparseNetwork network in new[] { pair.Dense, pair.Sparse })
        {
            SparseWeight weight = network.Layers[1].Weight;
            weight.Rewire(Connectivity.Of([], weight.Shape.Positions));
        }

        Tensor images = EnginePair.Images(5, new(3, 16, 16), seed: 5), labels = EnginePair.Labels(5);
        RequireNear(pair.ExpectedStep(images), StepRecord.Of(pair.Sparse, images, labels));
    }

    [Fact]
    public void Two_passes_may_both_be_open_before_either_goes_back()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", new(3, 8, 8), 0.25, 0.8);
        Tensor first = EnginePair.Images(5, new(3, 8, 8), seed: 5), second = EnginePair.Images(5, new(3, 8, 8), seed: 6);
        StepRecord Both(SparseNetwork network, Func<Tensor, Tensor> forward) => StepRecord.Of(
            network, () => nn.functional.cross_entropy(forward(first), EnginePair.Labels(5)).add(forward(second).sum(), Scalars.One));
        RequireNear(Both(pair.Dense, pair.Expected), Both(pair.Sparse, pair.Sparse.call));
    }

    [Fact]
    public void A_pass_cannot_go_back_twice()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("lenet5", new(3, 16, 16), 0.25, 0.9);
        Tensor scores = pair.Sparse.call(EnginePair.Images(5, new(3, 16, 16), seed: 5)).sum();
        scores.backward(retain_graph: true);
        Assert.ThrowsAny<Exception>(() => scores.backward());
    }

    [Fact]
    public void An_error_on_the_way_forward_reaches_the_caller_and_the_next_pass_works()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(
                ("flatten", new Flatten()), ("fc", new SparseLinear(72, EnginePair.Classes)), ("norm", new BatchNorm(EnginePair.Classes))),
            0.5);
        // A single number has no variance.
        Tensor one = EnginePair.Images(1, Input, seed: 5), more = EnginePair.Images(5, Input, seed: 5);
        Assert.ThrowsAny<Exception>(() => pair.Sparse.call(one));
        RequireNear(pair.ExpectedStep(more), StepRecord.Of(pair.Sparse, more, EnginePair.Labels(5)));
    }

    private static void RequireSame(Func<nn.Module<Tensor, Tensor>> create)
    {
        foreach (int batch in new[] { 5, 16, 19 })
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of(create, 0.5);
            Tensor images = pair.ImagesOffTheEdges(batch, Input), labels = EnginePair.Labels(batch);
            RequireNear(pair.ExpectedStep(images), StepRecord.Of(pair.Sparse, images, labels));
            pair.Evaluate(Input);
            RequireNear(pair.ExpectedStep(images), StepRecord.Of(pair.Sparse, images, labels));
        }
    }

    private static void RequireNear(StepRecord expected, StepRecord actual)
    {
        (string name, double apart) = expected.Farthest(actual);
        Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
    }

    private sealed class NormTwice : nn.Module<Tensor, Tensor>
    {
        private readonly bool sums;
        private readonly SparseConv2d first = new(2, 3, 3, padding: 1);
        private readonly SparseConv2d second = new(2, 3, 3, padding: 1);
        private readonly BatchNorm norm = new(3);
        private readonly Relu relu = new();
        private readonly ResidualSum sum = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(108, EnginePair.Classes);

        public NormTwice(bool sums)
            : base(nameof(NormTwice))
        {
            this.sums = sums;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor early = norm.call(first.call(input)), late = norm.call(second.call(input));
            if (sums) return fc.call(flatten.call(sum.call(early, late)));
            Tensor later = fc.call(flatten.call(relu.call(late)));
            return sum.call(later, fc.call(flatten.call(relu.call(early))));
        }
    }

    private sealed class Twice : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 2, 3, padding: 1);
        private readonly BatchNorm norm = new(2);
        private readonly Relu relu = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(72, EnginePair.Classes);

        public Twice()
            : base(nameof(Twice)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            fc.call(flatten.call(relu.call(norm.call(conv.call(relu.call(norm.call(conv.call(input))))))));
    }

    private sealed class DeadEnd : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 4, 3);
        private readonly SparseConv2d unused = new(4, 4, 1);
        private readonly BatchNorm norm = new(4);
        private readonly GlobalAveragePool pool = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(4, EnginePair.Classes);

        public DeadEnd()
            : base(nameof(DeadEnd)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor middle = conv.call(input);
            norm.call(unused.call(middle));
            return fc.call(flatten.call(pool.call(middle)));
        }
    }

    private sealed class Doubled : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 4, 3);
        private readonly BatchNorm norm = new(4);
        private readonly ResidualSum sum = new();
        private readonly ResidualSum own = new();
        private readonly GlobalAveragePool pool = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(4, EnginePair.Classes);

        public Doubled()
            : base(nameof(Doubled)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor middle = conv.call(input);
            Tensor normed = sum.call(norm.call(middle), middle);
            return fc.call(flatten.call(pool.call(own.call(normed, normed))));
        }
    }
}
