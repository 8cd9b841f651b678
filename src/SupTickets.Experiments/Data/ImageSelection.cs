using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Some samples of another data set, in the order of the indices given.</summary>
internal sealed class ImageSelection(IImageDataset whole, IReadOnlyList<int> indices) : IImageDataset
{
    public int Count => indices.Count;

    public IReadOnlyList<string> Classes => whole.Classes;

    public ImageShape Shape => whole.Shape;

    public int Label(int index) => whole.Label(indices[index]);

    public void Read(int index, Span<float> image) => whole.Read(indices[index], image);

    public void ReadAugmented(int index, RandomStream random, Span<float> image) => whole.ReadAugmented(indices[index], random, image);
}
