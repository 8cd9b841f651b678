using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Images of one pixel that hold their own index; augmented, index + a random fraction. One sample may fail.</summary>
internal sealed class CountingImages(int count, int failAt = -1) : IImageDataset
{
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public int Count => count;

    public IReadOnlyList<string> Classes { get; } = ["even", "odd"];

    public ImageShape Shape { get; } = new(1, 1, 1);

    public int Label(int index) => index % 2;

    public void Read(int index, Span<float> image)
    {
        Interlocked.Increment(ref reads);
        if (index == failAt) throw new DataException($"sample {index} is unreadable");
        image[0] = index;
    }

    public void ReadAugmented(int index, RandomStream random, Span<float> image)
    {
        Read(index, image);
        image[0] += (float)random.NextDouble(0, 0.5);
    }
}
