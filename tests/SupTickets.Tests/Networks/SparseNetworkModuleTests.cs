using SupTickets.Layers;
using SupTickets.Networks;
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
    public void Its_layers_stay_in_Float32()
    {
        using SparseNetwork network = new(Module());
        Assert.Throws<NotSupportedException>(() => network.to(ScalarType.Float64));
        network.to(CPU);
        Assert.Equal(DeviceType.CPU, network.Device.type);
    }

    [Fact]
    public void Its_state_can_be_loaded_into_another()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork first = new(Module()), second = new(Module());
        first.Initialize(new(1));
        second.Initialize(new(2));
        first.eval();
        second.eval();
        second.load_state_dict(first.state_dict());
        Tensor images = EnginePairImages(3);
        Assert.Equal(first.call(images).data<float>().ToArray(), second.call(images).data<float>().ToArray());
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

    private static Tensor EnginePairImages(int count) => SupTickets.Tests.SparseEngine.EnginePair.Images(count, Input, seed: 5);

    private static TorchSharp.Modules.Sequential Module() => nn.Sequential(
        ("conv", new SparseConv2d(2, 3, 3)), ("norm", new SupTickets.Layers.BatchNorm(3)), ("flatten", new Flatten()),
        ("fc", new SparseLinear(48, 4)));
}
