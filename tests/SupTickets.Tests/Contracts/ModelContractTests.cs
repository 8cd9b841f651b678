using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Contracts;

/// <summary>What every architecture must do, at a small width for speed.</summary>
public sealed class ModelContractTests
{
    private static readonly ImageShape Input = new(3, 32, 32);
    private static readonly ImageShape SmallInput = new(3, 16, 16);

    public static TheoryData<string> All => [.. ModelTable.Names, "wrn-10-2"];

    public static TheoryData<string> Small => ["lenet5", "lenet-300-100", "mlp", "resnet20", "wrn-10-1"];

    [Theory]
    [MemberData(nameof(All))]
    public void It_scores_every_class_and_every_parameter_gets_a_finite_gradient(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Network(model, seed: 1);
        Tensor scores = network.call(Images(2));
        Assert.Equal([2L, 7L], scores.shape);
        nn.functional.cross_entropy(scores, Labels(2)).backward();
        foreach ((string name, var parameter) in network.Module.named_parameters())
        {
            Assert.True(parameter.grad is not null, name);
            Assert.True(parameter.grad!.isfinite().all().item<bool>(), name);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_parameter_and_buffer_has_a_name_of_its_own(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Network(model, seed: 1);
        string[] names = [
            .. network.Module.named_parameters().Select(named => named.name),
            .. network.Module.named_buffers().Select(named => named.name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(network.Layers, layer => Assert.Contains(layer.WeightName, names));
        Assert.Equal(
            network.Layers.Select(layer => layer.WeightName), names.Where(name => network.Layers.Any(layer => layer.WeightName == name)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Half_the_width_has_half_the_channels(string model)
    {
        using var scope = NewDisposeScope();
        using var half = new SparseNetwork(ModelTable.Create(model, 7, Input, 0.125));
        using var whole = new SparseNetwork(ModelTable.Create(model, 7, Input, 0.25));
        Assert.All(half.Layers.SkipLast(1).Zip(whole.Layers), pair =>
            Assert.Equal(pair.Second.Weight.Shape.Outputs / 2.0, pair.First.Weight.Shape.Outputs, 0.5));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measuring_finds_the_uses_that_a_real_pass_finds(string model)
    {
        using var scope = NewDisposeScope();
        using var fresh = new SparseNetwork(ModelTable.Create(model, 7, Input, 0.1));
        fresh.Measure(Input);
        long[] measured = [.. fresh.Layers.Select(layer => layer.Module.UsesPerSample)];
        using SparseNetwork network = Network(model, seed: 1);
        network.eval();
        Dictionary<string, long> real = [];
        foreach (SparseLayer layer in network.Layers)
        {
            layer.Module.register_forward_hook((_, _, output) =>
            {
                real[layer.Name] = output.numel() / layer.Weight.Shape.Outputs;
                return output;
            });
        }

        network.call(Images(1));
        Assert.Equal(network.Layers.Select(layer => real[layer.Name]), measured);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_snapshot_restored_into_another_network_computes_the_same_bits(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork first = Network(model, seed: 1);
        using SparseNetwork second = Network(model, seed: 2);
        foreach (SparseLayer layer in first.Layers)
        {
            int positions = layer.Weight.Shape.Positions;
            layer.Weight.Rewire(Connectivity.Random(positions, (positions + 1) / 2, new Seed(5).For(layer.Name).Stream()));
        }

        first.call(Images(2));                       // moves the running statistics
        second.Restore(first.Snapshot());
        first.eval();
        second.eval();
        Assert.Equal(first.call(Images(2)).data<float>().ToArray(), second.call(Images(2)).data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_pass_leaves_no_tensor_behind(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Network(model, seed: 1);
        void Pass()
        {
            using var temporaries = NewDisposeScope();
            network.call(Images(2)).sum().backward();
        }

        Pass();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Pass();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_few_steps_on_one_batch_lower_its_loss(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create(model, 7, SmallInput, 0.25));
        network.Initialize(new Seed(1));
        using PausedFinalizers held = new();
        using var optimizer = optim.SGD(network.Module.parameters(), 0.1, momentum: 0.9);
        Tensor images = Images(8, SmallInput);
        List<float> losses = [];
        for (int step = 0; step < 8; step++)
        {
            using var temporaries = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = nn.functional.cross_entropy(network.call(images), Labels(8));
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.95 * losses[0], string.Join(" ", losses));
    }

    private static SparseNetwork Network(string model, ulong seed)
    {
        SparseNetwork network = new(ModelTable.Create(model, 7, Input, 0.1));
        network.Initialize(new Seed(seed));
        return network;
    }

    private static Tensor Images(int count) => Images(count, Input);

    private static Tensor Images(int count, ImageShape shape)
    {
        RandomStream random = new Seed(7).Stream();
        float[] pixels = new float[count * shape.Length];
        foreach (ref float pixel in pixels.AsSpan()) pixel = (float)random.NextNormal();
        // Matrix products round by the alignment of their operands, so equal bits need libtorch's own aligned memory.
        return tensor(pixels, [count, shape.Channels, shape.Height, shape.Width]).clone();
    }

    private static Tensor Labels(int count) => tensor(Enumerable.Range(0, count).Select(i => i % 7L).ToArray());
}
