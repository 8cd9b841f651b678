using SupTickets.Experiments.Data;
using SupTickets.Tickets;

namespace SupTickets.Tests.Data;

public sealed class DataFingerprintTests
{
    [Fact]
    public void The_same_data_has_the_same_fingerprint_which_comes_back_from_its_file()
    {
        DataFingerprint one = DataFingerprint.Of(Images()), other = DataFingerprint.Of(Images());
        Assert.Null(one.Difference(other));
        Assert.Null(one.Difference(DataFingerprint.FromJson(one.ToJson())));
        Assert.Contains(
            "not the fingerprint", Assert.Throws<InvalidDataException>(() => DataFingerprint.FromJson("{}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_is_named()
    {
        DataFingerprint began = DataFingerprint.Of(Images());
        Assert.Equal("it has 3 training samples, the run began with 4", began.Difference(DataFingerprint.Of(Images(train: 3))));
        Assert.Equal("it has 1 test samples, the run began with 2", began.Difference(DataFingerprint.Of(Images(test: 1))));
        Assert.Equal(
            "its classes are [ant, cat], those of the run [ant, bee]", began.Difference(DataFingerprint.Of(Images(second: "cat"))));
        Assert.Contains("contents", began.Difference(DataFingerprint.Of(Images(pixel: 1))), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => DataFingerprint.Of(Images(), new(canceled: true)));
        Assert.Contains("labels", began.Difference(DataFingerprint.Of(Images(label: 1))), StringComparison.Ordinal);
    }

    private static ImageData Images(int train = 4, int test = 2, string second = "bee", byte pixel = 0, byte label = 0) =>
        new(new ImageSlice(Part(4, second, pixel, label), 0, train), null, Part(test, second, 0, 0));

    private static MemoryImages Part(int count, string second, byte pixel, byte label)
    {
        byte[] pixels = new byte[count * 3], labels = new byte[count];
        (pixels[^1], labels[0]) = (pixel, label);
        if (count == 4) pixels[2] = pixel;
        return new(pixels, labels, ["ant", second], new(3, 1, 1), Normalization.Synthetic, new(0, Padding.Zero));
    }
}
