using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>All numbers of a sample in one row. [N, C, H, W] → [N, C·H·W].</summary>
public sealed class Flatten() : nn.Module<Tensor, Tensor>(nameof(Flatten))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        GraphBuilder.Current is { } graph ? graph.Flattened(graph.Find(input)) : input.flatten(1);
}
