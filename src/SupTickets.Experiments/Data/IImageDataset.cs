using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// A finite set of labelled images. Thread-safe: batches are prepared on several threads at once, and reading a sample
/// depends on nothing but its index and the stream passed in.
/// </summary>
public interface IImageDataset
{
    /// <summary>How many samples.</summary>
    int Count { get; }

    /// <summary>Class names, in label order.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>The shape that both read methods fill, [C, H, W].</summary>
    ImageShape Shape { get; }

    /// <summary>The label of sample <paramref name="index"/>, in [0, classes).</summary>
    int Label(int index);

    /// <summary>Writes sample <paramref name="index"/>, normalised and not augmented, as [C, H, W] floats.</summary>
    void Read(int index, Span<float> image);

    /// <summary>
    /// Writes sample <paramref name="index"/>, normalised and augmented by <paramref name="random"/> alone, as [C, H, W] floats.
    /// </summary>
    void ReadAugmented(int index, RandomStream random, Span<float> image);
}
