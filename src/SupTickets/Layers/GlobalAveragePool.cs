using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>The mean over all pixels. [N, C, H, W] → [N, C, 1, 1].</summary>
public sealed class GlobalAveragePool() : nn.Module<Tensor, Tensor>(nameof(GlobalAveragePool)), ITraced
{
    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ((ITraced)this).Tracer?.Averaged(input) ?? nn.functional.adaptive_avg_pool2d(input, 1);
}
