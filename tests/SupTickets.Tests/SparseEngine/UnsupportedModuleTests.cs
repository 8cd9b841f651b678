using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Tests.Layers;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>What only libtorch can compute is refused by the sparse engine, in words, and nothing is lost on the way.</summary>
public sealed class UnsupportedModuleTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    private static readonly Scalar Half = 0.5.ToScalar();

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Foreign = new()
    {
        ["another function"] = nn.functional.gelu,
        ["arithmetic"] = x => x.mul(Half),
        ["a view"] = x => x.flip(3),
        ["another pooling"] = x => nn.functional.avg_pool2d(x, 1),
        ["in place, multiplied"] = x => x.mul_(Half),
        ["in place, zeroed"] = x => x.zero_(),
        ["in place, filled"] = x => x.fill_(Half),
        ["in place, added to"] = x => x.add_(Half, Half),
        ["in place, by a mask"] = x => x.masked_fill_(x.to_type(ScalarType.Bool), Half),
        ["in place, a part of it"] = x =>
        {
            x.select(1, 0).zero_();
            return x;
        },
    };

    public static TheoryData<string> Ways => [.. Foreign.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_is_refused_in_words_and_the_dense_engine_computes_it(string way)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(new Between(Foreign[way]));
        network.Initialize(new(1));
        Tensor images = EnginePair.Images(3, Input, seed: 2);
        network.Engine = Engine.Sparse;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            var refusal = Assert.ThrowsAny<NotSupportedException>(() => network.call(images));
            Assert.Contains("only the dense engine can follow", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Null(GraphBuilder.Current);
        network.Engine = Engine.Dense;
        Assert.Equal([3L, 4L], network.call(images).shape);
    }

    /// <summary>Grouped convolutions are such.</summary>
    [Fact]
    public void A_convolution_of_TorchSharp_is_refused_in_words_and_the_dense_engine_computes_it()
    {
        using var scope = NewDisposeScope();
        var plain = nn.Conv2d(2, 4, 3, groups: 2);
        using SparseNetwork network = new(
            nn.Sequential(("plain", plain), ("flatten", new Flatten()), ("fc", new SparseLinear(4 * 4 * 4, 3))));
        network.Initialize(new(1));
        Tensor images = EnginePair.Images(3, Input, seed: 2);
        Tensor expected = network.call(images).detach();
        network.Engine = Engine.Sparse;
        var refusal = Assert.ThrowsAny<NotSupportedException>(() => network.call(images));
        Assert.Contains("only the dense engine can follow", refusal.Message, StringComparison.Ordinal);
        network.Engine = Engine.Auto;
        Near.Require(expected, network.call(images).detach(), "scores", 1e-5);
    }

    [Fact]
    public void An_error_of_the_module_itself_leaves_its_layers_usable()
    {
        using var scope = NewDisposeScope();
        bool fails = true;
        using SparseNetwork network = new(new Between(x => fails ? throw new InvalidOperationException("of its own") : x));
        network.Initialize(new(1));
        network.Engine = Engine.Sparse;
        Tensor images = EnginePair.Images(3, Input, seed: 2);
        Assert.Equal("of its own", Assert.Throws<InvalidOperationException>(() => network.call(images)).Message);
        Assert.Null(GraphBuilder.Current);
        fails = false;
        Tensor scores = network.call(images);
        network.Engine = Engine.Dense;
        Near.Require(network.call(images.to(float64)).to(float32), scores.detach(), "scores", 1e-5);
    }

    [Fact]
    public void Scores_that_are_still_images_are_refused()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(("conv", new SparseConv2d(2, 3, 3))));
        network.Initialize(new(1));
        network.Engine = Engine.Sparse;
        Assert.ThrowsAny<NotSupportedException>(() => network.call(EnginePair.Images(3, Input, seed: 2)));
    }

    // libtorch's linear layers look at the last axis, so that one of as many inputs as pixels in a row computes something.
    [Fact]
    public void A_linear_layer_over_images_is_refused_in_words_and_the_dense_engine_computes_it()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(
            nn.Sequential(("conv", new SparseConv2d(2, 4, 3)), ("linear", new SparseLinear(4, 4)), ("flatten", new Flatten())));
        network.Initialize(new(1));
        Tensor images = EnginePair.Images(3, Input, seed: 2);
        Tensor expected = network.call(images.to(float64)).to(float32).detach();
        network.Engine = Engine.Sparse;
        var refusal = Assert.ThrowsAny<NotSupportedException>(() => network.call(images));
        Assert.Contains("[N, C, H, W]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Flatten", refusal.Message, StringComparison.Ordinal);
        network.Engine = Engine.Auto;
        network.Costs = EngineCosts.Committed with { DenseWindow = 1e-6, DenseLinear = 1e-6 };
        Near.Require(expected, network.call(images).detach(), "scores", 1e-5);
    }

    [Fact]
    public void A_convolution_over_features_is_refused_as_libtorch_does()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(("flatten", new Flatten()), ("conv", new SparseConv2d(72, 3, 1))));
        network.Initialize(new(1));
        using TracedNetwork traced = new(network, Input);
        var refusal = Assert.Throws<ArgumentException>(() => traced.Forward(EnginePair.Images(3, Input, seed: 2)));
        Assert.Contains("[N, 72, H, W]", refusal.Message, StringComparison.Ordinal);
    }

    // Densely the sum reads what the ReLU has written; in a program each value stays as it was.
    [Fact]
    public void Reading_what_was_overwritten_is_refused_and_what_was_not_can_be_read_again()
    {
        using var scope = NewDisposeScope();
        Tensor images = EnginePair.Images(3, Input, seed: 2);
        using SparseNetwork overwrites = new(new Again(new Relu())), keeps = new(new Again(new Relu { InPlace = false }));
        overwrites.Initialize(new(1));
        keeps.Initialize(new(1));
        (overwrites.Engine, keeps.Engine) = (Engine.Sparse, Engine.Sparse);
        Assert.ThrowsAny<NotSupportedException>(() => overwrites.call(images));
        Tensor scores = keeps.call(images).detach();
        keeps.Engine = Engine.Dense;
        Near.Require(keeps.call(images.to(float64)).to(float32).detach(), scores, "scores", 1e-5);
    }

    private sealed class Again : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 4, 3);
        private readonly BatchNorm norm = new(4);
        private readonly Flatten first = new();
        private readonly Relu relu;
        private readonly ResidualSum sum = new();
        private readonly Flatten flatten = new();

        public Again(Relu relu)
            : base(nameof(Again))
        {
            this.relu = relu;
            RegisterComponents();
        }

        // The ReLU works on a view of what is read again.
        public override Tensor forward(Tensor input)
        {
            Tensor normed = norm.call(conv.call(input));
            return sum.call(relu.call(first.call(normed)), flatten.call(normed));
        }
    }

    private sealed class Between : nn.Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> foreign;
        private readonly SparseConv2d conv = new(2, 4, 3);
        private readonly BatchNorm norm = new(4);
        private readonly Relu relu = new();
        private readonly GlobalAveragePool pool = new();
        private readonly Flatten flatten = new();

        public Between(Func<Tensor, Tensor> foreign)
            : base(nameof(Between))
        {
            this.foreign = foreign;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => flatten.call(pool.call(relu.call(foreign(norm.call(conv.call(input))))));
    }
}
