using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>The mean over all pixels. [N, C, H, W] → [N, C, 1, 1].</summary>
public sealed class GlobalAveragePool() : nn.Module<Tensor, Tensor>(nameof(GlobalAveragePool))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is not { } graph) return nn.functional.adaptive_avg_pool2d(input, 1);
        Value value = graph.Find(input);
        Value mean = graph.AddValue(value.Shape with { Height = 1, Width = 1 }, value.Rank, value.NeedsGradient);
        return graph.Add(new AveragePoolOperation(value, mean));
    }
}
