using SkiaSharp;
using SupTickets.Recipes;
using SupTickets.Tests.Data;

namespace SupTickets.Tests.Contracts;

/// <summary>Each registered data set with few samples and without a download, in a folder that is deleted at the end.</summary>
public sealed class SmallData : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallData()
    {
        CifarFiles.WriteCifar10(folder.Path);
        CifarFiles.WriteCifar100(folder.Path);
        foreach (string part in new[] { "train", "val" })
        {
            for (int i = 0; i < 36; i++)
                ImageFiles.Write(Path.Combine(folder.Path, part, $"class{i % 3}", $"{i}.png"), 30 + i, 50 - i, SKEncodedImageFormat.Png);
        }
    }

    public DataRecipe Recipe(string name) => new()
    {
        Name = name,
        Folder = folder.Path,
        TrainSamples = 24,
        ValidationSamples = 12,
        TestSamples = 12,
        ImageSize = 24,
    };

    public void Dispose() => folder.Dispose();
}
