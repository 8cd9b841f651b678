using SupTickets.Values;

namespace SupTickets.Experiments.Models;

/// <summary>Refuses images that an architecture cannot take, before any tensor exists.</summary>
internal static class ModelInput
{
    /// <summary>Both sides of the image lie between <paramref name="smallest"/> and <paramref name="largest"/> pixels.</summary>
    /// <exception cref="ArgumentException">A side does not.</exception>
    public static void Require(string model, ImageShape input, int smallest, int largest)
    {
        if (Math.Min(input.Height, input.Width) < smallest || Math.Max(input.Height, input.Width) > largest)
            throw new ArgumentException($"{model} takes images of {smallest} to {largest} pixels on each side, not {input}", nameof(input));
    }

    /// <summary>Both sides of the image have at least <paramref name="smallest"/> pixels.</summary>
    /// <exception cref="ArgumentException">A side has fewer.</exception>
    public static void Require(string model, ImageShape input, int smallest)
    {
        if (Math.Min(input.Height, input.Width) < smallest)
            throw new ArgumentException($"{model} takes images of at least {smallest} pixels on each side, not {input}", nameof(input));
    }
}
