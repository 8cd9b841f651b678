using SupTickets.Kernels.Elementwise;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>
/// Turns pixels 0 … 255 into numbers of about zero mean and unit deviation: (pixel ÷ 255 − mean) ÷ deviation, per channel.
/// </summary>
public sealed class Normalization
{
    private readonly float[] scales;
    private readonly float[] shifts;

    /// <summary>One mean and one deviation per channel, both for pixels scaled to [0, 1].</summary>
    /// <exception cref="ArgumentException">The two lists differ in length, a number is not finite or a deviation not positive.</exception>
    public Normalization(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        bool sound = means.All(double.IsFinite) && deviations.All(deviation => deviation > 0 && double.IsFinite(deviation));
        if (!sound || means.Count != deviations.Count)
        {
            string got = FormattableString.Invariant($"[{string.Join(", ", means)}] and [{string.Join(", ", deviations)}]");
            throw new ArgumentException($"expected finite means and as many positive deviations, not {got}", nameof(deviations));
        }

        (Means, Deviations) = ([.. means], [.. deviations]);
        scales = [.. deviations.Select(deviation => (float)(1 / (255 * deviation)))];
        shifts = [.. means.Zip(deviations, (mean, deviation) => (float)(-mean / deviation))];
    }

    /// <summary>The mean of each channel, of pixels scaled to [0, 1].</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The deviation of each channel, of pixels scaled to [0, 1].</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>CIFAR-10, as the official code of GraNet and Sup-tickets.</summary>
    public static Normalization Cifar10 { get; } = new([.4914, .4822, .4465], [.2023, .1994, .2010]);

    /// <summary>CIFAR-100, as the official code of GraNet and Sup-tickets.</summary>
    public static Normalization Cifar100 { get; } = new([.50707516, .48654887, .44091784], [.26733429, .25643846, .27615047]);

    /// <summary>ImageNet, the usual values.</summary>
    public static Normalization ImageNet { get; } = new([.485, .456, .406], [.229, .224, .225]);

    /// <summary>The generated images.</summary>
    public static Normalization Synthetic { get; } = new([.5, .5, .5], [.25, .25, .25]);

    /// <summary>Whether both turn pixels into the same numbers.</summary>
    public bool SameAs(Normalization other) => Means.SequenceEqual(other.Means) && Deviations.SequenceEqual(other.Deviations);

    /// <summary>Normalises one image: <paramref name="pixels"/> and <paramref name="image"/> are [C, H, W].</summary>
    public void Apply(ReadOnlySpan<byte> pixels, ImageShape shape, Span<float> image)
    {
        int plane = shape.Height * shape.Width;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Normalize.Invoke(scales[channel], shifts[channel], pixels.Slice(channel * plane, plane), image.Slice(channel * plane, plane));
        }
    }
}
