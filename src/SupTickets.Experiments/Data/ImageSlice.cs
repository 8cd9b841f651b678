using System.Security.Cryptography;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>A run of consecutive samples of another data set: a limit on the training set, or the part held out for validation.</summary>
public sealed class ImageSlice : IImageDataset, IFingerprinted
{
    private readonly IImageDataset whole;
    private readonly int start;

    /// <summary>
    /// Samples <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> − 1 of <paramref name="whole"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The slice reaches beyond the data set.</exception>
    public ImageSlice(IImageDataset whole, int start, int count)
    {
        if (start < 0 || count < 0 || count > whole.Count - start)
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"samples {start} … {(long)start + count - 1} do not lie in a data set of {whole.Count}");
        (this.whole, this.start, Count) = (whole, start, count);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => whole.Classes;

    /// <inheritdoc/>
    public ImageShape Shape => whole.Shape;

    /// <inheritdoc/>
    public int Label(int index) => whole.Label(Position(index));

    /// <inheritdoc/>
    public void Read(int index, Span<float> image) => whole.Read(Position(index), image);

    /// <inheritdoc/>
    public void ReadAugmented(int index, RandomStream random, Span<float> image) => whole.ReadAugmented(Position(index), random, image);

    void IFingerprinted.AddTo(IncrementalHash hash, int index) => DataFingerprint.Add(whole, Position(index), hash);

    private int Position(int index) => (uint)index < (uint)Count
        ? start + index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"a sample index lies in 0 … {Count - 1}");
}
