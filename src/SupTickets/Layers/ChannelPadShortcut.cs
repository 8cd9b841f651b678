using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// The shortcut without parameters of He et al. (2016, option A): every <paramref name="stride"/>-th pixel, and channels of zeros before
/// and after its own. [N, C, H, W] → [N, before + C + after, ⌈H/stride⌉, ⌈W/stride⌉].
/// </summary>
/// <param name="stride">Distance between two pixels that are taken.</param>
/// <param name="before">Channels of zeros before its own.</param>
/// <param name="after">Channels of zeros after its own.</param>
public sealed class ChannelPadShortcut(int stride, int before, int after) : nn.Module<Tensor, Tensor>(nameof(ChannelPadShortcut))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is { } graph) return Emit(graph, graph.Find(input));
        using var scope = NewDisposeScope();
        Tensor taken = stride == 1 ? input.alias() : input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride);
        return (before + after == 0 ? taken : nn.functional.pad(taken, [0, 0, 0, 0, before, after])).MoveToOuterDisposeScope();
    }

    private Tensor Emit(GraphBuilder graph, Value value)
    {
        BlockedShape shape = Kernels.Elementwise.ChannelPadShortcut.OutputOf(value.Shape, stride, before, after);
        return graph.Add(new ShortcutOperation(stride, before, after, value, graph.AddValue(shape, value.Rank, value.NeedsGradient)));
    }
}
