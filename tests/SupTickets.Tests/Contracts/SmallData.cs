using System.Collections.Concurrent;
using SkiaSharp;
using SupTickets.Experiments.Data;
using SupTickets.Tests.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Contracts;

/// <summary>Each registered data set with few samples and without a download, in a folder that is deleted at the end.</summary>
public sealed class SmallData : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<string, ImageData> opened = new();

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

    /// <summary>The data set, opened once for all tests of the class.</summary>
    public ImageData Open(string name) => opened.GetOrAdd(name, _ => DataSets.Open(Recipe(name), new Seed(11)));

    public DataOptions Recipe(string name) => new()
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
