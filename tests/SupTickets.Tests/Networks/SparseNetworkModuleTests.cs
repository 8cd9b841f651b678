using System.Runtime.InteropServices;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>A network is a module of TorchSharp: what works with one works with it.</summary>
public sealed class SparseNetworkModuleTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    [Fact]
    public void Its_names_are_those_of_its_module()
    {
        using var module = Module();
        using SparseNetwork network = new(module);
        Assert.Equal(
            ["conv.weight", "conv.bias", "norm.weight", "norm.bias", "fc.weight", "fc.bias"],
            network.named_parameters().Select(named => named.name));
        Assert.Equal(module.named_buffers().Select(named => named.name), network.named_buffers().Select(named => named.name));
        Assert.Equal(module.state_dict().Keys, network.state_dict().Keys);
        Assert.Equal(["conv", "norm", "flatten", "fc"], network.named_children().Select(named => named.name));
        Assert.Equal(4, network.modules().Count());
    }

    [Fact]
    public void Its_mode_is_that_of_its_module()
    {
        using var module = Module();
        using SparseNetwork network = new(module);
        network.eval();
        Assert.False(network.training || module.training || module.modules().Any(child => child.training));
        module.train();
        Assert.True(network.training);
        network.train(false);
        Assert.False(module.training);
    }

    [Fact]
    public void It_can_be_part_of_another_module_and_computes_by_its_engine_there()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(Module()) { Engine = Engine.Sparse };
        network.Initialize(new(1));
        Tensor images = EnginePairImages(5);
        using var chain = nn.Sequential(("network", network), ("softmax", nn.Softmax(1)));
        chain.eval();
        Tensor probabilities = chain.call(images);
        Assert.Null(network.Obstacle);
        Assert.Equal(network.call(images).softmax(1).data<float>().ToArray(), probabilities.data<float>().ToArray());
        Assert.Equal(network.named_parameters().Count(), chain.parameters().Count());
    }

    [Fact]
    public void It_can_be_part_of_another_network_which_computes_all_of_it_by_its_engine()
    {
        using var scope = NewDisposeScope();
        SparseNetwork inner = new(Module());
        using SparseNetwork outer = new(nn.Sequential(("inner", inner), ("relu", new Relu()), ("fc", new SparseLinear(4, 3))));
        outer.Initialize(new(1));
        Assert.Equal(["inner.conv", "inner.fc", "fc"], outer.Layers.Select(layer => layer.Name));
        Tensor images = EnginePairImages(5);
        outer.eval();
        Tensor expected = outer.call(images.to(float64)).to(float32);
        outer.Engine = Engine.Sparse;
        SupTickets.Tests.Layers.Near.Require(expected, outer.call(images).detach(), "scores", 1e-5);
        Assert.Null(outer.Obstacle);
    }

    [Fact]
    public void Its_module_does_not_compute_densely_behind_its_back()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        using SparseNetwork network = new(module);
        network.Initialize(new(1));
        Tensor images = EnginePairImages(5);
        Tensor dense = module.call(images);
        network.Engine = Engine.Sparse;
        var refusal = Assert.Throws<InvalidOperationException>(() => module.call(images));
        Assert.Contains("call the SparseNetwork, not its module", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(dense.shape, network.call(images).shape);
        network.Engine = Engine.Auto;
        Assert.Equal(dense.shape, module.call(images).shape);
    }

    [Fact]
    public void Its_layers_stay_in_Float32_and_a_refusal_converts_nothing()
    {
        using var module = nn.Sequential(
            ("norm", new SupTickets.Layers.BatchNorm(2)), ("flatten", new Flatten()), ("fc", new SparseLinear(72, 4)));
        using SparseNetwork network = new(module);
        Assert.Throws<NotSupportedException>(() => network.to(ScalarType.Float64));
        Assert.Throws<NotSupportedException>(() => network.to(CPU, ScalarType.Float16));
        Assert.All(network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        Assert.All(network.buffers(), buffer => Assert.NotEqual(ScalarType.Float64, buffer.dtype));
        network.to(ScalarType.Float32);
    }

    /// <summary>The device that holds no numbers stands for one that not every machine has.</summary>
    [Fact]
    public void It_follows_to_another_device_and_back_whoever_is_asked()
    {
        using var scope = NewDisposeScope();
        // Batch norm of libtorch cannot be led through the device without numbers.
        using SparseNetwork network = new(
            nn.Sequential(("conv", new SparseConv2d(2, 3, 3)), ("flatten", new Flatten()), ("fc", new SparseLinear(48, 4))))
        {
            Engine = Engine.Auto,
        };
        network.Initialize(new(1));
        using var chain = nn.Sequential(("network", network), ("softmax", nn.Softmax(1)));
        chain.to(META);
        Assert.Equal(DeviceType.META, network.Device.type);
        Assert.Contains("not on meta", network.Choose(5, Input).Obstacle, StringComparison.Ordinal);

        // The way back is taken: there are no numbers to bring.
        Assert.Contains("no data", Assert.Throws<ExternalException>(() => chain.to(CPU)).Message, StringComparison.Ordinal);
        Assert.Contains("no data", Assert.Throws<ExternalException>(() => network.to(CPU)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_applied_reaches_every_module_and_what_the_outermost_holds_is_found()
    {
        using var module = new WithParameter();
        using SparseNetwork network = new(module);
        List<nn.Module> seen = [];
        network.apply(seen.Add);
        Assert.Equal([module.Fc, module, network], seen);
        Assert.Equal(module.Scale, network.get_parameter("scale"));
        Assert.True(network.has_parameter("scale") && network.has_parameter("fc.weight") && !network.has_parameter("none"));
        Assert.True(network.has_buffer("count") && !network.has_buffer("none"));
        Assert.Equal(module.Count, network.get_buffer("count"));
    }

    [Fact]
    public void A_network_that_is_a_layer_itself_counts_within_another()
    {
        using SparseNetwork outer = new(nn.Sequential(
            ("flatten", new Flatten()), ("a", new SparseNetwork(new SparseLinear(72, 9))),
            ("norm", new SparseNetwork(nn.Sequential(("fc", new SparseLinear(9, 4)))))));
        Assert.Equal(["a", "norm.fc"], outer.Layers.Select(layer => layer.Name));
        Assert.Equal(["a.weight", "norm.fc.weight"], outer.Layers.Select(layer => layer.WeightName));
        Assert.Equal(["a.bias", "norm.fc.bias"], outer.DenseParameters().Select(named => named.Name));
        Assert.Equal(72 * 9 + 9 * 4, outer.Positions);
    }

    [Fact]
    public void A_layer_computes_for_the_network_that_is_called_whatever_the_engine_of_another_that_holds_it()
    {
        using var scope = NewDisposeScope();
        SparseNetwork inner = new(Module());
        using SparseNetwork outer = new(nn.Sequential(("inner", inner), ("relu", new Relu()), ("fc", new SparseLinear(4, 3))));
        outer.Initialize(new(1));
        outer.eval();
        Tensor images = EnginePairImages(5);
        outer.Engine = Engine.Sparse;
        Assert.Equal([5, 4], inner.call(images).shape);
        inner.Engine = Engine.Sparse;
        outer.Engine = Engine.Auto;
        Assert.Throws<InvalidOperationException>(() => inner.Module.call(images));
        inner.Engine = Engine.Dense;
        Assert.Equal([5, 4], inner.Module.call(images).shape);
    }

    [Fact]
    public void A_module_whose_training_was_refused_can_be_called_again()
    {
        using var scope = NewDisposeScope();
        using var module = Module();
        Assert.ThrowsAny<Exception>(() => new SparseTrainer(module, new()
        {
            Density = Density.FromSparsity(0.5),
            Engine = Engine.Sparse,
            Method = new SupTickets.Methods.Snip(),
            Calendar = new(epochs: 1, stepsPerEpoch: 1),
            LearningRate = 0.1,
        }));
        using SparseNetwork network = new(module);
        network.Initialize(new(1));
        Assert.Equal([5, 4], module.call(EnginePairImages(5)).shape);
    }

    [Fact]
    public void Its_state_can_be_loaded_into_another()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork first = new(Module()), second = new(Module());
        using SparseNetwork third = new(Module());
        first.Initialize(new(1));
        first.eval();
        second.load_state_dict(first.state_dict());
        using MemoryStream file = new();
        first.save(file);
        third.load(new MemoryStream(file.ToArray()));
        Tensor images = EnginePairImages(3);
        foreach (SparseNetwork loaded in new[] { second, third })
        {
            loaded.eval();
            loaded.InitializeMissing(new(2));
            Assert.Equal(first.call(images).data<float>().ToArray(), loaded.call(images).data<float>().ToArray());
        }
    }

    [Fact]
    public void Values_without_positions_are_not_loaded()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork first = new(Module()), second = new(Module());
        foreach ((SparseNetwork network, ulong seed) in new[] { (first, 1UL), (second, 2UL) })
        {
            network.Initialize(new(seed));
            SparseWeight weight = network.Layers[1].Weight;
            weight.Rewire(Connectivity.Of([.. Enumerable.Range((int)seed, 20)], weight.Shape.Positions));
        }

        var refusal = Assert.Throws<InvalidOperationException>(() => second.load_state_dict(first.state_dict()));
        Assert.StartsWith("'fc' is not fully connected", refusal.Message, StringComparison.Ordinal);
        using MemoryStream file = new();
        first.save(file);
        Assert.Throws<InvalidOperationException>(() => second.load(new MemoryStream(file.ToArray())));
        second.Restore(first.Snapshot());
        Assert.Equal(first.Layers[1].Weight.Connectivity.Positions.ToArray(), second.Layers[1].Weight.Connectivity.Positions.ToArray());
    }

    [Fact]
    public void A_network_without_values_computes_on_no_engine()
    {
        using var scope = NewDisposeScope();
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            using SparseNetwork network = new(Module()) { Engine = engine };
            var refusal = Assert.Throws<InvalidOperationException>(() => network.call(EnginePairImages(5)));
            Assert.Contains("has no values yet", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_that_is_disposed_takes_its_module_along()
    {
        var conv = new SparseConv2d(2, 3, 3);
        SparseNetwork network = new(nn.Sequential(("conv", conv)));
        network.Dispose();
        network.Dispose();
        Assert.True(conv.Weight.Values.IsInvalid);
    }

    private sealed class WithParameter : nn.Module<Tensor, Tensor>
    {
        private readonly SparseLinear fc = new(72, 4);
        private readonly TorchSharp.Modules.Parameter scale = new(ones(1));
        private readonly Tensor count = zeros(1);

        public WithParameter()
            : base(nameof(WithParameter)) => RegisterComponents();

        public SparseLinear Fc => fc;

        public TorchSharp.Modules.Parameter Scale => scale;

        public Tensor Count => count;

        public override Tensor forward(Tensor input) => fc.call(input.flatten(1)).mul(scale);
    }

    private static Tensor EnginePairImages(int count) => SupTickets.Tests.SparseEngine.EnginePair.Images(count, Input, seed: 5);

    private static TorchSharp.Modules.Sequential Module() => nn.Sequential(
        ("conv", new SparseConv2d(2, 3, 3)), ("norm", new SupTickets.Layers.BatchNorm(3)), ("flatten", new Flatten()),
        ("fc", new SparseLinear(48, 4)));
}
