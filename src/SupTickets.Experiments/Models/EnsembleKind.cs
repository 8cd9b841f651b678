using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>A way to train several networks as one.</summary>
/// <param name="Create">
/// (members, rate factor of the parameters that they do not share, first part that they do not share, maker of the model) → the ensemble.
/// </param>
internal sealed record EnsembleKind(
    Func<int, double, string?, Func<nn.Module<Tensor, Tensor>>, nn.Module<Tensor, Tensor>> Create)
{
    /// <summary>Whether the part at which its members branch can be named.</summary>
    public bool HasBranches { get; init; }
}
