using SupTickets.Conversion;
using SupTickets.Layers;
using SupTickets.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Tests.Conversion;

/// <summary>What cannot be converted is refused by name, and the module stays as it was.</summary>
public sealed class SparsifyRefusalTests : IDisposable
{
    // libtorch's batch norm, which is compared with, lets go of a scalar.
    private readonly PausedFinalizers held = new();

    public void Dispose() => held.Dispose();

    public static TheoryData<string, string> Refusals => new()
    {
        { "groups", "layer 'it' (Conv2d) cannot be converted: it has 2 groups" },
        { "transposed", "layer 'it' (ConvTranspose2d) cannot be sparse" },
        { "one-dimensional", "layer 'it' (Conv1d) cannot be sparse" },
        { "reflecting", "it pads with Reflect" },
        { "one-sided", "its padding 'same' differs between the two sides" },
        { "epsilon", "its epsilon is 0.001" },
        { "no-statistics", "no running statistics" },
        { "frozen", "weight is frozen" },
        { "double", "weight is Float64" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_sparse_is_refused_by_name(string what, string message)
    {
        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> layer = what switch
        {
            "groups" => nn.Conv2d(4, 4, 3, groups: 2),
            "transposed" => nn.ConvTranspose2d(4, 4, 3),
            "one-dimensional" => nn.Conv1d(4, 4, 3),
            "reflecting" => nn.Conv2d(4, 4, 3, padding: 1, padding_mode: PaddingModes.Reflect),
            "one-sided" => nn.Conv2d(4, 4, 2, padding: Padding.Same),
            "epsilon" => nn.BatchNorm2d(4, eps: 1e-3),
            "no-statistics" => nn.BatchNorm2d(4, track_running_stats: false),
            "double" => nn.Linear(2, 2, dtype: ScalarType.Float64),
            _ => nn.Linear(2, 2),
        };
        if (what == "frozen") layer.get_parameter("weight")!.requires_grad = false;
        Assert.Contains(
            message, Assert.Throws<NotSupportedException>(() => Sparsify.Convert(nn.Sequential(("it", layer)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_cannot_hold_our_layer_is_named_and_nothing_changes()
    {
        using var scope = NewDisposeScope();
        TooNarrow module = new();
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => Sparsify.Convert(module));
        Assert.Equal(
            "field 'narrow' of TooNarrow holds a Linear and cannot hold a SparseLinear: type it Module<Tensor, Tensor>", refusal.Message);
        Assert.Equal([2L, 2L], module.call(randn(2, 2)).shape);
        Assert.All(module.named_children(), child => Assert.IsType<Linear>(child.module));
    }

    [Fact]
    public void A_network_is_not_converted()
    {
        using var root = new SparseNetwork(nn.Sequential(("s", new SparseLinear(4, 3)), ("l", nn.Linear(3, 2))));
        string message = Assert.Throws<NotSupportedException>(() => Sparsify.Convert(root)).Message;
        Assert.Equal("SparseNetwork is a network already: convert its module before it becomes one", message);
        using var chain = nn.Sequential(("own", root), ("more", nn.Linear(2, 2)));
        message = Assert.Throws<NotSupportedException>(() => Sparsify.Convert(chain)).Message;
        Assert.StartsWith("own (SparseNetwork) is a network already", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_in_no_field_is_named()
    {
        using var scope = NewDisposeScope();
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => Sparsify.Convert(new Hiding()));
        Assert.StartsWith("the child 'hidden' of Hiding is in no field", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class TooNarrow : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> wide = nn.Linear(2, 2);
        private readonly Linear narrow = nn.Linear(2, 2);

        public TooNarrow()
            : base(nameof(TooNarrow)) => RegisterComponents();

        public override Tensor forward(Tensor input) => narrow.call(wide.call(input));
    }

    private sealed class Hiding : nn.Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> work;

        public Hiding()
            : base(nameof(Hiding))
        {
            Linear hidden = nn.Linear(2, 2);
            register_module("hidden", hidden);
            work = hidden.call;
        }

        public override Tensor forward(Tensor input) => work(input);
    }
}
