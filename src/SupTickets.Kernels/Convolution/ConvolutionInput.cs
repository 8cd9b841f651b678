using SupTickets.Kernels.Norm;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// What a convolution reads: activations as they lie in memory, or normalised on the way from there, activation(scale[c]·x + shift[c]), to
/// the bits of <see cref="NormalizeActivate"/>. Where an image ends, zeros surround what is read, not x.
/// </summary>
public readonly unsafe struct ConvolutionInput
{
    /// <summary>Activations of the convolution's shape of input, [N/16, C, H, W, 16].</summary>
    public required float* X { get; init; }

    /// <summary>The factors, [C]; null: as they lie.</summary>
    public float* Scale { get; init; }

    /// <summary>The offsets, [C]; read where there are factors.</summary>
    public float* Shift { get; init; }

    /// <summary>What is applied last where there are factors.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether nothing happens to them on the way.</summary>
    internal bool IsAsItLies => Scale is null;

    /// <summary>Activations as they lie.</summary>
    public static implicit operator ConvolutionInput(float* x) => new() { X = x };
}
