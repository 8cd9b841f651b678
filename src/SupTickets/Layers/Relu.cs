using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>max(x, 0), of any shape.</summary>
public sealed class Relu() : nn.Module<Tensor, Tensor>(nameof(Relu)), ITraced
{
    /// <summary>Whether the output overwrites the input, as it may after a layer whose output nothing else reads.</summary>
    public bool InPlace { get; init; } = true;

    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => ((ITraced)this).Tracer?.Rectified(input, InPlace) ?? (InPlace ? input.relu_().alias() : input.relu());
}
