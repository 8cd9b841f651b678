using SupTickets.Kernels;
using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>The maximum of square windows. [N, C, H, W] → [N, C, H′, W′].</summary>
/// <param name="kernel">Pixels on each side of a window.</param>
/// <param name="stride">Pixels between two windows.</param>
/// <param name="padding">Pixels on each side of the image that never win.</param>
public sealed class MaxPool(int kernel, int stride, int padding = 0) : nn.Module<Tensor, Tensor>(nameof(MaxPool)), ITraced
{
    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ((ITraced)this).Tracer is { } tracer
        ? tracer.Pooled(new PoolGeometry(kernel, kernel, stride, stride, padding, padding), input)
        : nn.functional.max_pool2d(input, kernel, stride, padding);
}
