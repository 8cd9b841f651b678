using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>All numbers of a sample in one row. [N, C, H, W] → [N, C·H·W].</summary>
public sealed class Flatten() : nn.Module<Tensor, Tensor>(nameof(Flatten)), ITraced
{
    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ((ITraced)this).Tracer?.Flattened(input) ?? input.flatten(1);
}
