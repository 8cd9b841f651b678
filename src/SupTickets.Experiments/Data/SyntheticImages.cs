using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Generated 32×32 colour images of ten shapes and textures. Position, size, rotation, colours, background, noise,
/// distractors and occlusion vary and say nothing about the class, so it has to be read from form.
/// </summary>
public static class SyntheticImages
{
    /// <summary>Training samples unless a recipe says otherwise.</summary>
    public const int DefaultTrain = 10_000;

    /// <summary>The most samples that one array of pixels can hold.</summary>
    public const int Most = 600_000;

    /// <summary>Test samples unless a recipe says otherwise.</summary>
    public const int DefaultTest = 2_000;

    /// <summary>The classes, in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. SyntheticForm.All.Select(form => form.Name)];

    /// <summary>[3, 32, 32].</summary>
    public static ImageShape Shape { get; } = new(3, SyntheticPainter.Side, SyntheticPainter.Side);

    /// <summary>
    /// <paramref name="count"/> samples, as many of each class as of any other, give or take one. Sample i follows from the
    /// seed and i alone: a larger set begins with the samples of a smaller one.
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
