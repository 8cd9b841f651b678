using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Norm;

/// <summary>One pass of a batch norm with what follows it: y = activation(scale·x + shift + residual). What it reads and where y
/// is.</summary>
public readonly unsafe struct NormPass
{
    /// <summary>[⌈N/16⌉, C, H, W, 16].</summary>
    public required BlockedShape Shape { get; init; }

    /// <summary>Activations of that shape. Padding lanes may hold anything.</summary>
    public required float* X { get; init; }

    /// <summary>What is added before the activation, of the same shape; null: nothing. Gradients do not read it.</summary>
    public float* Residual { get; init; }

    /// <summary>What is applied last.</summary>
    public required Activation Activation { get; init; }

    /// <summary>
    /// Forward it receives the result, of the same shape, and may be the memory of <see cref="X"/> or <see cref="Residual"/>. A gradient
    /// reads it where a residual was added; null: none was, and the sign of scale·x + shift tells as much.
    /// </summary>
    public float* Y { get; init; }

    internal void ThrowIfActivationIsUnknown()
    {
        if (!Enum.IsDefined(Activation)) throw new ArgumentOutOfRangeException(nameof(Activation), Activation, "None or Relu.");
    }
}
