using SupTickets.Kernels.Pooling;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>The maximum of square windows. [N, C, H, W] → [N, C, H′, W′].</summary>
/// <param name="kernel">Pixels on each side of a window.</param>
/// <param name="stride">Distance between two windows in pixels.</param>
/// <param name="padding">Pixels added on each side of the image; they are never the maximum.</param>
public sealed class MaxPool(int kernel, int stride, int padding = 0) : nn.Module<Tensor, Tensor>(nameof(MaxPool))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is not { } graph) return nn.functional.max_pool2d(input, kernel, stride, padding);
        PoolGeometry geometry = new(kernel, kernel, stride, stride, padding, padding);
        Value value = graph.Find(input);
        Value pooled = graph.AddValue(geometry.OutputOf(value.Shape), value.Rank, value.NeedsGradient);
        return graph.Add(new MaxPoolOperation(geometry, value, pooled));
    }
}
