using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>One parameter as an optimizer sees it: the values of a sparse weight, or a dense parameter.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Parameter">What is updated.</param>
/// <param name="State">Optimizer state by name, of the parameter's length, zero when first asked for.</param>
/// <param name="IsNorm">Whether it belongs to a batch norm.</param>
public sealed record Trainable(string Name, Parameter Parameter, Func<string, Tensor> State, bool IsNorm)
{
    /// <summary>What the learning rate is multiplied by for a fast weight of a BatchEnsemble, which does not decay; null for any other parameter.</summary>
    public double? FastRate { get; init; }
}
