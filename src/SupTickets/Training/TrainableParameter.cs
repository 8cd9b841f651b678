using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>One parameter as an optimizer sees it: the values of a sparse weight, or a dense parameter.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Parameter">What is updated.</param>
/// <param name="State">Optimizer state by name, of the parameter's length, zero when first asked for.</param>
/// <param name="IsNorm">Whether it belongs to a batch norm.</param>
public sealed record TrainableParameter(string Name, Parameter Parameter, Func<string, Tensor> State, bool IsNorm)
{
    /// <summary>What the learning rate is multiplied by for it; see <see cref="Layers.IParameterGroup"/>.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>What the weight decay is multiplied by for it.</summary>
    public double DecayFactor { get; init; } = 1;

    /// <summary>
    /// The weight decay of this parameter, where that of the optimizer is <paramref name="decay"/> and may spare batch norms (ImageNet
    /// recipes).
    /// </summary>
    internal double Decay(double decay, bool sparesNorm) => sparesNorm && IsNorm ? 0 : decay * DecayFactor;
}
