using SupTickets.Layers.Blocked;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>A branch plus its shortcut, of one shape. Into the branch, as nothing else reads that.</summary>
public sealed class ResidualSum() : nn.Module<Tensor, Tensor, Tensor>(nameof(ResidualSum)), ITraced
{
    Tracer? ITraced.Tracer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor branch, Tensor shortcut) =>
        ((ITraced)this).Tracer?.Summed(branch, shortcut) ?? branch.add_(shortcut, Scalars.One).alias();
}
