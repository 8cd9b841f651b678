using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Reads the official files where the environment variable SUPTICKETS_DATA names a folder that holds them.</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData("cifar10", "cifar-10-batches-bin", 5000, 1000, "airplane", "truck")]
    [InlineData("cifar100", "cifar-100-binary", 500, 100, "apple", "worm")]
    public void Cifar_is_balanced_and_named(string name, string subfolder, int perClassTrain, int perClassTest, string first, string last)
    {
        ImageData data = DataSets.Open(new DataOptions { Name = name, Folder = FolderWith(subfolder) }, new Seed(1));
        Assert.Equal((50_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal((first, last), (data.Train.Classes[0], data.Train.Classes[^1]));
        Assert.All(Enumerable.Range(0, data.Train.Count).CountBy(data.Train.Label), pair => Assert.Equal(perClassTrain, pair.Value));
        Assert.All(Enumerable.Range(0, data.Test.Count).CountBy(data.Test.Label), pair => Assert.Equal(perClassTest, pair.Value));
        AssertNormalised(data.Train);
    }

    [Fact]
    public void The_sample_of_imagenet_reads_and_varies()
    {
        string folder = Path.Combine(FolderWith("imagenet-sample"), "imagenet-sample");
        ImageData data = DataSets.Open(new DataOptions { Name = "imagefolder", Folder = folder, ImageSize = 64 }, new Seed(1));
        VerifiedData found = DataVerifier.Verify(data, 250, new Progress<int>(), CancellationToken.None);
        Assert.Empty(found.Problems);
        Assert.Equal(Enumerable.Repeat(20, 10), found.Train);
        Assert.Equal(Enumerable.Repeat(5, 10), found.Test);
        AssertNormalised(data.Train);
    }

    // Mean and deviation of the first thousand images, all channels together.
    private static void AssertNormalised(IImageDataset dataset)
    {
        double sum = 0, squares = 0;
        long count = 0;
        float[] image = new float[dataset.Shape.Length];
        for (int i = 0; i < Math.Min(1000, dataset.Count); i++)
        {
            dataset.Read(i, image);
            foreach (float value in image) (sum, squares, count) = (sum + value, squares + value * value, count + 1);
        }

        Assert.InRange(sum / count, -0.25, 0.25);
        Assert.InRange(Math.Sqrt(squares / count), 0.85, 1.35);
    }

    private static string FolderWith(string subfolder)
    {
        string? folder = Environment.GetEnvironmentVariable("SUPTICKETS_DATA");
        Assert.SkipWhen(
            folder is null || !Directory.Exists(Path.Combine(folder, subfolder)), $"SUPTICKETS_DATA names no folder with {subfolder}/");
        return folder;
    }
}
