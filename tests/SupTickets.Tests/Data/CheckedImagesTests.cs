using SkiaSharp;
using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

/// <summary>The look at image files before the first is used.</summary>
public sealed class CheckedImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new(), kept = new();
    private readonly DataOptions recipe = new() { Name = "imagefolder", ImageSize = 16 };
    private readonly Told told = new();

    public void Dispose()
    {
        folder.Dispose();
        kept.Dispose();
    }

    [Fact]
    public void Sound_files_of_every_format_pass_without_a_note()
    {
        Sound();
        Assert.Empty(Open().Notes);
        Assert.Equal(new(9, 9, 0), told.Last);
    }

    [Theory]
    [InlineData("train/a/1.jpg", 0, "is empty")]
    [InlineData("train/a/1.jpg", 2, "")]
    [InlineData("train/a/1.jpg", 300, "")]
    [InlineData("train/a/1.jpg", -1, "")]
    [InlineData("train/a/1.jpg", -40, "")]
    [InlineData("train/a/2.png", -13, "is cut off")]
    [InlineData("train/a/2.png", 40, "")]
    [InlineData("train/a/3.webp", -10, "")]
    [InlineData("train/a/5.gif", -200, "")]
    [InlineData("val/a/1.png", -60, "")]
    public void A_file_that_is_cut_off_anywhere_is_found_before_the_first_step_or_decodes(string file, int length, string expected)
    {
        Sound();
        byte[] whole = File.ReadAllBytes(folder.At(file));
        File.WriteAllBytes(folder.At(file), length < 0 ? whole[..^-length] : whole[..length]);
        string? damage = Damage(folder.At(file));
        if (damage is null)
        {
            Assert.Empty(Open().Notes);
            return;
        }

        string refusal = Assert.Throws<DataException>(() => Open()).Message;
        Assert.Contains("1 of the 9 images that were looked at", refusal, StringComparison.Ordinal);
        Assert.Contains("data.onBadImage=skip", refusal, StringComparison.Ordinal);
        Assert.Contains(damage, refusal, StringComparison.Ordinal);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_files_are_counted_and_the_first_are_named()
    {
        Sound();
        foreach (int number in Enumerable.Range(10, 8)) File.WriteAllText(folder.At($"train/b/{number}.jpg"), "no image");
        string refusal = Assert.Throws<DataException>(() => Open()).Message;
        Assert.Contains("8 of the 17 images", refusal, StringComparison.Ordinal);
        Assert.Contains(folder.At("train/b/14.jpg"), refusal, StringComparison.Ordinal);
        Assert.Contains("… 3 more", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.At("train/b/15.jpg"), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_images_are_left_out_and_counted_and_damage_in_the_middle_is_found_too()
    {
        Sound();
        ImageFiles.Write(folder.At("train/b/2.png"), 40, 30, SKEncodedImageFormat.Png);
        string[] before = [.. Open().Train.Paths.Order(StringComparer.Ordinal)];
        File.WriteAllText(folder.At("train/b/1.png"), "no image");
        byte[] png = File.ReadAllBytes(folder.At("train/a/2.png"));
        for (int at = png.Length / 2; at < png.Length / 2 + 40; at++) png[at] ^= 0x5A;
        File.WriteAllBytes(folder.At("train/a/2.png"), png);
        var (train, test, notes) = ImageFolder.Open(folder.Path, recipe with { OnBadImage = "skip" }, Access());
        string[] bad = [folder.At("train/b/1.png"), folder.At("train/a/2.png")];
        Assert.Equal(before.Except(bad), train.Paths.Order(StringComparer.Ordinal));
        Assert.Equal(2, test.Count);
        Assert.Contains("2 of the 10 images that were looked at", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains("are left out", notes[0], StringComparison.Ordinal);
        foreach (int index in Enumerable.Range(0, train.Count)) train.Read(index, new float[train.Shape.Length]);
    }

    [Fact]
    public void A_class_of_which_nothing_is_left_is_refused_though_bad_images_are_skipped()
    {
        Sound();
        foreach (string file in Directory.GetFiles(folder.At("train/b"))) File.WriteAllText(file, "no image");
        DataOptions skipping = recipe with { OnBadImage = "skip" };
        string refusal = Assert.Throws<DataException>(() => ImageFolder.Open(folder.Path, skipping, Access())).Message;
        Assert.Contains($"no image in the class folder '{folder.At("train/b")}' can be read", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_found_is_kept_and_only_a_class_that_changed_is_looked_at_again()
    {
        Sound();
        Open();
        string file = Assert.Single(Directory.GetFiles(kept.Path));

        // A result that says otherwise than the files shows which of them were looked at.
        string text = File.ReadAllText(file);
        Assert.Contains("\"Bad\":{}", text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace("\"Bad\":{}", "\"Bad\":{\"1.png\":\"from the file\"}", StringComparison.Ordinal));
        Assert.Contains("4 of the 9", Assert.Throws<DataException>(() => Open()).Message, StringComparison.Ordinal);
        ImageFiles.Write(folder.At("train/b/2.png"), 30, 30, SKEncodedImageFormat.Png);
        Assert.Contains("3 of the 10", Assert.Throws<DataException>(() => Open()).Message, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(folder.At("val/a/1.png"), DateTime.UnixEpoch);
        Assert.Contains("2 of the 10", Assert.Throws<DataException>(() => Open()).Message, StringComparison.Ordinal);

        // Headers do not vouch for pixels.
        Assert.Empty(ImageFolder.Open(folder.Path, recipe with { OnBadImage = "skip" }, Access()).Notes);
        Assert.Empty(Open().Notes);
        File.WriteAllText(file, "{ damaged");
        Assert.Empty(Open().Notes);
    }

    [Fact]
    public void Only_the_test_part_is_looked_at_where_only_that_is_measured()
    {
        Sound();
        File.WriteAllText(folder.At("train/b/1.png"), "no image");
        Assert.Empty(ImageFolder.Open(folder.Path, recipe, Access() with { Checks = ImageChecks.Test }).Notes);
        Assert.Equal(new(2, 2, 0), told.Last);
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        Sound();
        DataAccess cancelled = Access() with { Cancel = new(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => ImageFolder.Open(folder.Path, recipe, cancelled));
    }

    // What decoding says of a file: null where the decoder takes it in spite of the cut.
    private static string? Damage(string path)
    {
        try
        {
            RgbImage.Read(path, ExifOrientation.Ignored).Dispose();
            return null;
        }
        catch (DataException damage)
        {
            return damage.Message;
        }
    }

    private DataAccess Access() => new() { Checks = ImageChecks.All, KeptIn = kept.Path, Progress = told };

    private (ImageFolder Train, ImageFolder Test, IReadOnlyList<string> Notes) Open() => ImageFolder.Open(folder.Path, recipe, Access());

    private void Sound()
    {
        ImageFiles.Write(folder.At("train/a/1.jpg"), 80, 60, SKEncodedImageFormat.Jpeg);
        ImageFiles.Write(folder.At("train/a/2.png"), 80, 60, SKEncodedImageFormat.Png);
        ImageFiles.Write(folder.At("train/a/3.webp"), 80, 60, SKEncodedImageFormat.Webp);
        ImageFiles.WriteBmp(folder.At("train/a/4.bmp"), 40, 30, SKColors.Red);
        ImageFiles.WriteGif(folder.At("train/a/5.gif"), 40, 30, SKColors.Red);
        ImageFiles.Write(folder.At("train/a/6.JPG"), 40, 60, SKEncodedImageFormat.Jpeg);
        foreach (string file in new[] { "train/b/1.png", "val/a/1.png", "val/b/1.png" })
            ImageFiles.Write(folder.At(file), 40, 30, SKEncodedImageFormat.Png);
    }

    private sealed class Told : IProgress<ImageCheckProgress>
    {
        public ImageCheckProgress? Last { get; private set; }

        public void Report(ImageCheckProgress value) => Last = value;
    }
}
