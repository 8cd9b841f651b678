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
    /// <summary>Factor on the learning rate; see <see cref="Layers.IParameterGroup"/>.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Factor on the weight decay.</summary>
    public double DecayFactor { get; init; } = 1;

    /// <summary>
    /// The weight decay of this parameter for an optimizer's <paramref name="decay"/>, which may spare batch norms (ImageNet recipes).
    /// </summary>
    internal double Decay(double decay, bool sparesNorm) => sparesNorm && IsNorm ? 0 : decay * DecayFactor;
}
