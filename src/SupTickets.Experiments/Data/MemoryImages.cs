using System.Buffers;
using System.Security.Cryptography;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Images held in memory as bytes: CIFAR, generated images, or a user's own.</summary>
public sealed class MemoryImages : IImageDataset, IFingerprinted
{
    private const int MostClasses = 256;

    private readonly byte[] pixels;
    private readonly byte[] labels;
    private readonly Normalization normalization;
    private readonly PadCropFlip augmentation;

    /// <summary>Wraps arrays, which the caller must no longer change.</summary>
    /// <param name="pixels">[count, C, H, W], row-major.</param>
    /// <param name="labels">[count], each in [0, classes).</param>
    /// <param name="classes">Class names in label order, each once: 1 to 256, since a label is a byte.</param>
    /// <param name="shape">[C, H, W].</param>
    /// <param name="normalization">How pixels become numbers.</param>
    /// <param name="augmentation">How training images vary.</param>
    /// <exception cref="ArgumentException">
    /// There are too few or too many classes, one has no name of its own, lengths disagree or a label is out of range.
    /// </exception>
    public MemoryImages(
        byte[] pixels, byte[] labels, IReadOnlyList<string> classes, ImageShape shape, Normalization normalization,
        PadCropFlip augmentation)
    {
        int count = classes.Count;
        if (count is 0 or > MostClasses)
            throw new ArgumentException($"{count} class names; allowed: 1 to {MostClasses}, since a label is a byte", nameof(classes));
        if (ClassNames.Defect(classes) is { } defect) throw new ArgumentException($"the list of classes {defect}", nameof(classes));
        if (pixels.LongLength != (long)labels.Length * shape.Length)
            throw new ArgumentException(
                $"{labels.Length} images of {shape} have {(long)labels.Length * shape.Length} bytes, not {pixels.LongLength}",
                nameof(pixels));
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes.Count - 1));
        if (wrong >= 0)
            throw new ArgumentException($"label {labels[wrong]} of sample {wrong} is not in 0 … {classes.Count - 1}", nameof(labels));
        (this.pixels, this.labels, this.normalization, this.augmentation) = (pixels, labels, normalization, augmentation);
        (Classes, Shape) = (classes, shape);
    }

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public int Label(int index) => labels[index];

    /// <summary>The same images with another normalisation.</summary>
    internal MemoryImages With(Normalization other) => new(pixels, labels, Classes, Shape, other, augmentation);

    /// <summary>The pixels of sample <paramref name="index"/> as stored, [C, H, W].</summary>
    public ReadOnlySpan<byte> Pixels(int index) => pixels.AsSpan(checked(index * Shape.Length), Shape.Length);

    void IFingerprinted.AddTo(IncrementalHash hash, int index)
    {
        DataFingerprint.AddLabel(hash, labels[index]);
        hash.AppendData(Pixels(index));
    }

    /// <inheritdoc/>
    public void Read(int index, Span<float> image) => normalization.Apply(Pixels(index), Shape, image);

    /// <inheritdoc/>
    public void ReadAugmented(int index, RandomStream random, Span<float> image)
    {
        byte[] varied = ArrayPool<byte>.Shared.Rent(Shape.Length);
        augmentation.Apply(Pixels(index), Shape, random, varied);
        normalization.Apply(varied, Shape, image);
        ArrayPool<byte>.Shared.Return(varied);
    }
}
