namespace SupTickets.Kernels.Norm;

/// <summary>
/// What a convolution or a pool reads: activations as they lie in memory, or normalised on the way from there,
/// activation(scale[c]·x + shift[c]), to the bits of <see cref="NormalizeActivate"/>; in lanes without a sample that is not 0. What a
/// convolution finds beyond an image's border is 0 either way.
/// </summary>
public readonly unsafe struct NormalizedInput
{
    /// <summary>Activations, [⌈N/16⌉, C, H, W, 16].</summary>
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
    public static implicit operator NormalizedInput(float* x) => new() { X = x };
}
