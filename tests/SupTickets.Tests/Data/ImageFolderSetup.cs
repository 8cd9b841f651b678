using SkiaSharp;
using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

/// <summary>A folder of small images that a test fills.</summary>
public abstract class ImageFolderSetup : IDisposable
{
    private protected const int Size = 28;

    private protected static readonly DataOptions Recipe = new() { Name = "imagefolder", ImageSize = Size };

    private protected readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected (ImageFolder Train, ImageFolder Test, IReadOnlyList<string> Notes) Open() =>
        ImageFolder.Open(folder.Path, Recipe, new());

    private protected string Refusal() => Assert.Throws<DataException>(() => Open()).Message;

    private protected void Add(params string[] files)
    {
        foreach (string file in files)
            ImageFiles.Write(
                folder.At(file), 40, 32, file.EndsWith("png", StringComparison.OrdinalIgnoreCase) ? SKEncodedImageFormat.Png
                    : SKEncodedImageFormat.Jpeg);
    }
}
