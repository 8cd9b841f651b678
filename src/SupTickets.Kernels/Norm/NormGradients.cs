using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Norm;

/// <summary>The gradients of activations that a batch norm's backward pass reads and writes, all of the norm's shape.</summary>
public readonly unsafe struct NormGradients
{
    /// <summary>Gradient of the output. Padding lanes may hold anything.</summary>
    public required float* Dy { get; init; }

    /// <summary>Receives the gradient of x. May be the memory of <see cref="Dy"/>.</summary>
    public required float* Dx { get; init; }

    /// <summary>Receives the gradient of the residual; null: there was none. Not the memory of <see cref="Dx"/>.</summary>
    public float* DResidual { get; init; }

    /// <summary>Whether it replaces what <see cref="DResidual"/> holds or is added to it.</summary>
    public GradientStore ResidualStore { get; init; }
}
