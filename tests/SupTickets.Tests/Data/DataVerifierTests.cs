using SkiaSharp;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class DataVerifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Count count = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sound_set_is_counted_class_by_class()
    {
        DataOptions recipe = new() { TrainSamples = 25, TestSamples = 10 };
        VerifiedData found = DataVerifier.Verify(
            DataSets.Open(recipe, new Seed(1)), DataSets.FilesOf(recipe).Count, count, CancellationToken.None);
        Assert.Equal([3, 3, 3, 3, 3, 2, 2, 2, 2, 2], found.Train);
        Assert.Equal(Enumerable.Repeat(1, 10), found.Test);
        Assert.Equal(0, found.Files);
        Assert.Empty(found.Problems);
        Assert.Equal(35, count.Most);
    }

    [Fact]
    public void Every_unreadable_image_is_named()
    {
        foreach (string file in new[] { "train/a/1.png", "train/a/2.png", "train/b/3.png", "val/a/4.png", "val/b/5.png" })
            ImageFiles.Write(folder.At(file), 30, 30, SKEncodedImageFormat.Png);
        File.WriteAllText(folder.At("train/a/2.png"), "");
        File.WriteAllBytes(folder.At("val/b/5.png"), File.ReadAllBytes(folder.At("val/b/5.png"))[..60]);
        DataOptions recipe = new() { Name = "imagefolder", Folder = folder.Path, ImageSize = 16 };
        VerifiedData found = DataVerifier.Verify(
            DataSets.Open(recipe, new Seed(1)), DataSets.FilesOf(recipe).Count, count, CancellationToken.None);
        Assert.Equal((5, 2), (found.Files, found.Problems.Count));
        Assert.StartsWith(folder.At("train/a/2.png"), found.Problems[0]);
        Assert.StartsWith(folder.At("val/b/5.png"), found.Problems[1]);
        Assert.Equal([2, 1], found.Train);
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        ImageData data = DataSets.Open(new DataOptions { TrainSamples = 20, TestSamples = 10 }, new Seed(1));
        Assert.ThrowsAny<OperationCanceledException>(() => DataVerifier.Verify(data, 0, count, new CancellationToken(canceled: true)));
    }

    private sealed class Count : IProgress<int>
    {
        private int most;

        public int Most => most;

        public void Report(int value)
        {
            lock (this) most = Math.Max(most, value);
        }
    }
}
