using SupTickets.Conversion;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Layers;
using SupTickets.Tests.SparseEngine;
using SupTickets.Topology;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace SupTickets.Tests.Conversion;

public sealed class SparsifyTests : IDisposable
{
    // libtorch's batch norm, which is compared with, lets go of a scalar.
    private readonly PausedFinalizers held = new();

    public void Dispose() => held.Dispose();

    [Fact]
    public void A_sequence_computes_the_same_outputs_gradients_and_statistics_after_conversion()
    {
        using var scope = NewDisposeScope();
        RequireSame(Convolutional(), Sparsify.Convert(Convolutional()), randn(6, 3, 12, 12));
    }

    [Fact]
    public void A_module_with_fields_lists_and_nested_modules_computes_the_same_after_conversion()
    {
        using var scope = NewDisposeScope();
        RequireSame(Seeded(() => new Branching()), Sparsify.Convert(Seeded(() => new Branching())), randn(6, 3, 8, 8));
    }

    [Fact]
    public void Names_and_their_order_stay_and_every_convolution_linear_layer_and_batch_norm_is_ours()
    {
        using var scope = NewDisposeScope();
        string[] before = [.. new Branching().named_parameters().Select(named => named.name)];
        Branching module = new();
        Assert.Same(module, Sparsify.Convert(module));
        using SparseNetwork network = new(module);
        Assert.Equal(before, module.named_parameters().Select(named => named.name));
        Assert.Equal(
            ["stem", "branches.0", "branches.1", "tower.inner.0", "head", "listed"],
            network.Layers.Select(layer => layer.Name));
        Assert.Equal(2, network.BatchNorms.Count());
        Assert.DoesNotContain(module.named_modules(), named => named.module is Convolution or Linear or NormBase);
    }

    [Fact]
    public void A_converted_network_trains_at_the_sparsity_it_is_given()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(Sparsify.Convert(Convolutional()));
        foreach (SparseLayer layer in network.Layers)
            layer.Weight.Rewire(SupTickets.Topology.Connectivity.Of([0, 2, 3], layer.Weight.Shape.Positions));
        Assert.Equal(3 * network.Layers.Count, network.Connections);
        network.call(randn(4, 3, 12, 12)).sum().backward();
        Assert.All(network.Layers, layer => Assert.Equal([3L], layer.Weight.Values.grad!.shape));
    }

    [Fact]
    public void A_module_in_two_places_stays_one_module()
    {
        using var scope = NewDisposeScope();
        Linear shared = nn.Linear(4, 4);
        using SparseNetwork network = new(Sparsify.Convert(nn.Sequential(("first", shared), ("second", shared))));
        Assert.Single(network.Layers);
    }

    [Fact]
    public void Our_own_layers_stay()
    {
        using var scope = NewDisposeScope();
        SparseLinear ours = new(4, 2);
        Assert.Same(ours, Sparsify.Convert(ours));
    }

    [Fact]
    public void Padding_given_as_same_or_valid_becomes_numbers()
    {
        using var scope = NewDisposeScope();
        Tensor input = randn(2, 3, 9, 9);
        foreach (Padding padding in new[] { Padding.Same, Padding.Valid })
        {
            Conv2d convolution = nn.Conv2d(3, 4, 3, padding: padding, dilation: 2);
            Tensor expected = convolution.call(input);
            Assert.True(expected.allclose(Sparsify.Convert(convolution).call(input)));
        }
    }

    [Fact]
    public void The_sparse_engine_follows_a_converted_network_and_computes_what_it_computed_before()
    {
        using var scope = NewDisposeScope();
        Sequential Traceable() => Seeded(() => nn.Sequential(
            nn.Conv2d(3, 8, 3, padding: 1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(3, stride: 2, padding: 1),
            nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(8, 4, 3), nn.ReLU(inplace: true)),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(4, 5)));
        using Sequential original = Traceable();
        using SparseNetwork network = new(Sparsify.Convert(Traceable())) { Engine = Engine.Sparse };
        Tensor images = EnginePair.Images(5, new(3, 12, 12), seed: 3);
        Near.Require(original.call(images).detach(), network.call(images).detach(), "scores", 1e-5);
        Assert.Equal(
            [typeof(Relu), typeof(MaxPool), typeof(MaxPool), typeof(Relu), typeof(GlobalAveragePool), typeof(SupTickets.Layers.Flatten)],
            network.Modules().Select(named => named.Module.GetType()).Where(
                type => type != typeof(Sequential) && !type.Name.Contains("Sparse", StringComparison.Ordinal) && type != typeof(
                    SupTickets.Layers.BatchNorm)));
        Assert.Equal([false, true], network.Modules().Select(named => named.Module).OfType<Relu>().Select(relu => relu.InPlace));
    }

    public static TheoryData<string> OwnWays =>
        ["rounds up", "dilated", "rectangular", "moves unevenly", "four means", "keeps an axis", "another activation"];

    [Theory]
    [MemberData(nameof(OwnWays))]
    public void What_ours_do_not_do_stays(string what)
    {
        nn.Module<Tensor, Tensor> module = what switch
        {
            "rounds up" => nn.MaxPool2d(2, ceil_mode: true),
            "dilated" => nn.MaxPool2d(2, dilation: 2),
            "rectangular" => nn.MaxPool2d((2, 3)),
            "moves unevenly" => nn.MaxPool2d((2, 2), stride: (1, 2)),
            "four means" => nn.AdaptiveAvgPool2d(2),
            "keeps an axis" => nn.Flatten(2),
            _ => nn.Sigmoid(),
        };
        Sequential sequence = nn.Sequential(module);
        Assert.Same(sequence, Sparsify.Convert(sequence));
        Assert.Same(module, sequence.children().Single());
    }

    [Fact]
    public void An_activation_stays_in_a_place_that_cannot_hold_ours()
    {
        using var scope = NewDisposeScope();
        Tensor input = randn(2, 4);
        Particular module = Seeded(() => new Particular());
        Tensor expected = module.call(input);
        nn.Module<Tensor, Tensor> converted = Sparsify.Convert(module);
        Assert.Equal(
            ["typed ReLU", "hidden ReLU", "sequence Derived", "wide Relu", "head SparseLinear"],
            converted.named_children().Select(child => $"{child.name} {child.module.GetType().Name}"));
        Assert.True(expected.allclose(converted.call(input)));
    }

    [Fact]
    public void What_an_activation_read_is_still_there_afterwards()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor([-1f, 2]);
        Assert.Equal([0f, 2], Sparsify.Convert(nn.ReLU()).call(input).data<float>().ToArray());
        Assert.Equal([-1f, 2], input.data<float>().ToArray());
        Sparsify.Convert(nn.ReLU(inplace: true)).call(input);
        Assert.Equal([0f, 2], input.data<float>().ToArray());
    }

    private static Sequential Convolutional() => Seeded(() => nn.Sequential(
        nn.Conv2d(3, 8, (3, 5), stride: (2, 1), padding: (1, 2), dilation: (1, 1)),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Sequential(nn.Conv2d(8, 4, 3, bias: false), nn.BatchNorm2d(4, momentum: 0.3)),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16, 6),
        nn.BatchNorm1d(6),
        nn.Linear(6, 2, hasBias: false)));

    private static T Seeded<T>(Func<T> make)
        where T : nn.Module
    {
        T module = make();
        using var quiet = no_grad();
        foreach ((Parameter parameter, int i) in module.parameters().Select((parameter, i) => (parameter, i)))
            parameter.copy_(linspace(-1, 1 + i % 3, parameter.numel()).sin().view(parameter.shape));
        return module;
    }

    private static void RequireSame(nn.Module<Tensor, Tensor> original, nn.Module<Tensor, Tensor> converted, Tensor input)
    {
        original.train();
        converted.train();
        Tensor expected = original.call(input);
        Tensor actual = converted.call(input);
        Assert.True(expected.allclose(actual, 1e-5, 1e-6));
        expected.mul(expected).sum().backward();
        actual.mul(actual).sum().backward();
        foreach (((string name, Parameter a), (string other, Parameter b)) in original.named_parameters().Zip(converted.named_parameters()))
        {
            Assert.Equal(name, other);
            Assert.True(a.grad!.flatten().allclose(b.grad!.flatten(), 1e-4, 1e-5), name);
        }

        foreach (((string name, Tensor a), (string other, Tensor b)) in original.named_buffers().Zip(converted.named_buffers()))
        {
            Assert.Equal(name, other);
            Assert.True(a.allclose(b), name);
        }

        original.eval();
        converted.eval();
        Assert.True(original.call(input).allclose(converted.call(input), 1e-5, 1e-6));
    }

    private sealed class Branching : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> stem = nn.Conv2d(3, 4, 3, padding: 1);
        private readonly ModuleList<nn.Module<Tensor, Tensor>> branches = new(nn.Conv2d(4, 4, 1), nn.Conv2d(4, 4, 3, padding: 1));
        private readonly nn.Module<Tensor, Tensor>[] listed = [nn.Conv2d(4, 4, 1, bias: false)];
        private readonly Tower tower = new();
        private readonly nn.Module<Tensor, Tensor> head = nn.Linear(4, 2);

        public Branching()
            : base(nameof(Branching))
        {
            RegisterComponents();
            register_module("listed", listed[0]);
        }

        public override Tensor forward(Tensor input)
        {
            Tensor x = stem.call(input);
            foreach (nn.Module<Tensor, Tensor> branch in branches) x = x.add(branch.call(x), Scalars.One);
            return head.call(tower.call(listed[0].call(x)).mean([2, 3]));
        }
    }

    private sealed class Tower : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> norm = nn.BatchNorm2d(4);
        private readonly Sequential inner = nn.Sequential(nn.Conv2d(4, 4, 3), nn.BatchNorm2d(4));

        public Tower()
            : base(nameof(Tower)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(norm.call(input));
    }

    private sealed class Derived(ReLU relu) : Sequential(("0", relu));

    private sealed class Particular : nn.Module<Tensor, Tensor>
    {
        private readonly ReLU typed = nn.ReLU();
        private readonly Func<Tensor, Tensor> work;
        private readonly Derived sequence = new(nn.ReLU());
        private readonly nn.Module<Tensor, Tensor> wide = nn.ReLU();
        private readonly nn.Module<Tensor, Tensor> head = nn.Linear(4, 2);

        public Particular()
            : base(nameof(Particular))
        {
            ReLU hidden = nn.ReLU();
            work = hidden.call;
            register_module("typed", typed);
            register_module("hidden", hidden);
            register_module("sequence", sequence);
            register_module("wide", wide);
            register_module("head", head);
        }

        public override Tensor forward(Tensor input) =>
            head.call(wide.call(input).add(sequence.call(work(typed.call(input.neg()))), Scalars.One));
    }
}
