namespace SupTickets.Experiments.Data;

/// <summary>What lies outside the border of an image that is cropped beyond it.</summary>
public enum Padding
{
    /// <summary>The image mirrored at its border pixel, which is not repeated: CIFAR-10.</summary>
    Reflect,

    /// <summary>Black, before normalisation: CIFAR-100.</summary>
    Zero,
}
