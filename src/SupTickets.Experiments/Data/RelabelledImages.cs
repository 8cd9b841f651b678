using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Another data set with its classes in another order.</summary>
/// <param name="whole">The data set.</param>
/// <param name="classes">Its class names in the order wanted.</param>
/// <param name="positions">For each label of <paramref name="whole"/>, its position in <paramref name="classes"/>.</param>
internal sealed class RelabelledImages(IImageDataset whole, IReadOnlyList<string> classes, int[] positions) : IImageDataset
{
    public int Count => whole.Count;

    public IReadOnlyList<string> Classes => classes;

    public ImageShape Shape => whole.Shape;

    public int Label(int index) => positions[whole.Label(index)];

    public void Read(int index, Span<float> image) => whole.Read(index, image);

    public void ReadAugmented(int index, RandomStream random, Span<float> image) => whole.ReadAugmented(index, random, image);
}
