using SupTickets.Allocation;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

/// <summary>
/// Mistakes in criteria and updates of one's own are named where a training meets them. Each layer has 12 of 24 connections.
/// </summary>
public sealed class CheckedChoiceTests
{
    private delegate int[]? Growth(SparseWeight weight, int[] absent, int count);

    public static TheoryData<string, string> BadDrops { get; } = new()
    {
        { "no list", "MyDrop chose for no layers; it must choose for each of the 2 it got" },
        { "one layer", "MyDrop chose for 1 layers; it must choose for each of the 2 it got" },
        { "null", "MyDrop chose null for fc2" },
        { "beyond", "MyDrop chose index 12 among the 12 connections of fc2; allowed: 0 to 11" },
        { "negative", "MyDrop chose index -1 among the 12 connections of fc2; allowed: 0 to 11" },
        { "twice", "MyDrop chose index 3 of fc2 after 3; indices must ascend, each once" },
        { "descending", "MyDrop chose index 2 of fc2 after 5; indices must ascend, each once" },
        { "reads", "MyDrop reads the dense gradient, which was not captured: its Gradient must be AtUpdates, not None" },
    };

    public static TheoryData<string, string> BadGrowths { get; } = new()
    {
        { "null", "MyGrowth chose null for fc1" },
        { "too few", "MyGrowth chose 5 positions of fc1; it must choose 6, as many as were dropped" },
        { "too many", "MyGrowth chose 7 positions of fc1; it must choose 6, as many as were dropped" },
        { "positions", "MyGrowth chose index 23 among the 18 absent positions of fc1; allowed: 0 to 17" },
        { "twice", "MyGrowth chose index 0 of fc1 after 0; indices must ascend, each once" },
        { "descending", "MyGrowth chose index 16 of fc1 after 17; indices must ascend, each once" },
        { "reads", "MyGrowth reads the dense gradient, which was not captured: its Gradient must be AtUpdates, not None" },
        { "copies", "MyGrowth reads the dense gradient, which was not captured: its Gradient must be AtUpdates, not None" },
        {
            "as momentum",
            "MyGrowth reads the momentum of the dense gradient, which was not captured: its Gradient must be EveryStep, not None"
        },
    };

    [Theory]
    [MemberData(nameof(BadDrops))]
    public void A_drop_criterion_that_breaks_its_contract_is_named_with_the_layer(string mistake, string message) =>
        Assert.Equal(message, MessageOf(new(new MyDrop(mistake), new RandomGrowth())));

    [Theory]
    [MemberData(nameof(BadGrowths))]
    public void A_growth_criterion_that_breaks_its_contract_is_named_with_the_layer(string mistake, string message) =>
        Assert.Equal(message, MessageOf(new(new MagnitudeDrop(), new MyGrowth(GradientUse.None, Grow(mistake)))));

    [Fact]
    public void An_update_that_reads_a_gradient_it_did_not_ask_for_is_named() => Assert.Equal(
        "MyUpdate reads the dense gradient, which was not captured: its Gradient must be AtUpdates, not None",
        Assert.Throws<InvalidOperationException>(() => Step(new MyMethod())).Message);

    [Fact]
    public void What_a_criterion_does_to_the_positions_it_gets_changes_nothing()
    {
        static int[] Reversing(SparseWeight weight, int[] absent, int count)
        {
            Array.Reverse(absent);
            return [.. Enumerable.Range(0, count)];
        }

        static int[] Plain(SparseWeight weight, int[] absent, int count) => [.. Enumerable.Range(0, count)];

        static int[] After(Growth growth) => Step(new DropAndGrow(new MagnitudeDrop(), new MyGrowth(GradientUse.None, growth)));

        Assert.Equal(After(Plain), After(Reversing));
    }

    [Fact]
    public void A_criterion_that_asks_for_the_gradient_has_it() => Assert.Equal(
        Step(new RigL()), Step(new DropAndGrow(new MagnitudeDrop(), new MyGrowth(GradientUse.AtUpdates, Grow("copies")))));

    private static string MessageOf(DropAndGrow method) => Assert.Throws<InvalidOperationException>(() => Step(method)).Message;

    private static Growth Grow(string mistake) => (weight, absent, count) => mistake switch
    {
        "null" => null,
        "too few" => [.. Enumerable.Range(0, count - 1)],
        "too many" => [.. Enumerable.Range(0, count + 1)],
        "positions" => [23],
        "twice" => [.. new int[count]],
        "descending" => [.. Enumerable.Range(absent.Length - count, count).Reverse()],
        "reads" => [.. Enumerable.Range(0, (int)Math.Min(weight.DenseGradient.numel(), count))],
        "copies" => Selection.Largest([.. absent.Select(position => MathF.Abs(weight.DenseGradientOnHost()[position]))], count),
        "as momentum" => new MomentumGrowth().Choose(weight, absent, count, new(1)),
        _ => throw new NotSupportedException(mistake),
    };

    // One step with an update by half of the connections after it; the positions then.
    private static int[] Step(Method method)
    {
        using var scope = NewDisposeScope();
        using SparseTrainer trainer = new(
            nn.Sequential(("fc1", new SparseLinear(6, 4)), ("fc2", new SparseLinear(4, 6))),
            new()
            {
                Density = Density.FromSparsity(0.5),
                Calendar = new(epochs: 1, stepsPerEpoch: 2),
                Method = method with { UpdateInterval = 1 },
                LearningRate = 0.1,
                Allocation = Allocations.Uniform,
            });
        Tensor inputs = tensor([.. Enumerable.Range(-12, 24).Select(number => 0.1f * number)]).view(4, 6);
        trainer.Step(network =>
        {
            Tensor scores = network.call(inputs);
            return scores.mul(scores).sum();
        });
        return [.. trainer.Network.Layers.SelectMany(layer => layer.Weight.Connectivity.Positions.ToArray())];
    }

    private sealed class MyDrop(string mistake) : IDropCriterion
    {
        public GradientUse Gradient => GradientUse.None;

        public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed) => mistake switch
        {
            "no list" => null!,
            "one layer" => [[0]],
            "null" => [[0], null!],
            "beyond" => [[0, 11], [0, 12]],
            "negative" => [[0], [-1]],
            "twice" => [[0], [3, 3]],
            "descending" => [[0], [5, 2]],
            "reads" => [.. weights.Select(weight => new[] { (int)weight.DenseGradient.numel() - 24 })],
            _ => throw new NotSupportedException(mistake),
        };
    }

    private sealed class MyGrowth(GradientUse use, Growth choose) : IGrowCriterion
    {
        public GradientUse Gradient => use;

        public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed) => choose(weight, absent, count)!;
    }

    private sealed record MyMethod : Method
    {
        public override string Name => "my-method";

        public override SparseMethod In(MethodContext run) => Moving(run, new MyUpdate());
    }

    private sealed class MyUpdate : ITopologyUpdate
    {
        public GradientUse Gradient => GradientUse.None;

        public TopologyChange Apply(SparseNetwork network, double fraction, Seed seed) =>
            new((long)network.Layers[0].Weight.DenseGradient.numel(), 0);
    }
}
