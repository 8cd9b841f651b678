using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Generated 32×32 colour images of ten shapes and textures. Position, size, rotation, colours, background, noise, distractors and
/// occlusion vary independently of the class, so that only the form shows it.
/// </summary>
public static class SyntheticImages
{
    /// <summary>The default number of training samples.</summary>
    public const int DefaultTrain = 10_000;

    /// <summary>The most samples that one array of pixels can hold.</summary>
    public const int Most = 600_000;

    /// <summary>The default number of test samples.</summary>
    public const int DefaultTest = 2_000;

    /// <summary>The classes, in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. SyntheticForm.All.Select(form => form.Name)];

    /// <summary>[3, 32, 32].</summary>
    public static ImageShape Shape { get; } = new(3, SyntheticPainter.Side, SyntheticPainter.Side);

    /// <summary>
    /// <paramref name="count"/> samples; the numbers of any two classes differ by at most one. Sample i follows from the seed and i alone:
    /// a larger set begins with the samples of a smaller one.
    /// </summary>
    public static MemoryImages Generate(int count, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        byte[] pixels = new byte[checked(count * Shape.Length)];
        byte[] labels = new byte[count];
        Parallel.For(0, count, index =>
        {
            labels[index] = (byte)(index % Classes.Count);
            SyntheticPainter painter = new(seed.For("image", index).Stream());
            painter.Paint(SyntheticForm.All[labels[index]], pixels.AsSpan(index * Shape.Length, Shape.Length));
        });
        return new(pixels, labels, Classes, Shape, Normalization.Synthetic, new PadCropFlip(4, Padding.Reflect));
    }
}
