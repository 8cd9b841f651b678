using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>A way to train several networks as one.</summary>
/// <param name="Create">(members, rate factor of what they do not share, first part of their own, maker of the model) → the
/// ensemble.</param>
internal sealed record EnsembleKind(
    Func<int, double, string?, Func<nn.Module<Tensor, Tensor>>, nn.Module<Tensor, Tensor>> Create)
{
    /// <summary>Whether its members begin at a part that can be named.</summary>
    public bool HasBranches { get; init; }
}
