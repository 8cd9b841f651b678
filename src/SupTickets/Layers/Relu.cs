using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>max(x, 0), of any shape. In place, as it follows a layer whose output nothing else reads.</summary>
public sealed class Relu() : nn.Module<Tensor, Tensor>(nameof(Relu)), ITraced
{
    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ((ITraced)this).Tracer?.Rectified(input) ?? input.relu_().alias();
}
