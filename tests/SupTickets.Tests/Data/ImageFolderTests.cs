using SkiaSharp;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class ImageFolderTests : ImageFolderSetup
{
    [Fact]
    public void Classes_are_in_ordinal_order_and_every_extension_counts()
    {
        Add("train/b/1.jpg", "train/b/2.JPEG", "train/B/3.jpeg", "train/a10/4.png", "val/b/1.PNG", "val/B/2.jpg", "val/a10/3.jpg");
        File.WriteAllText(folder.At("train/b/notes.txt"), "not an image");
        (ImageFolder train, ImageFolder test, _) = Open();
        Assert.Equal(["B", "a10", "b"], train.Classes);
        Assert.Equal((4, 3), (train.Count, test.Count));
        Assert.All(Enumerable.Range(0, 4), i =>
            Assert.Equal(train.Classes[train.Label(i)], Path.GetFileName(Path.GetDirectoryName(train.Paths[i]))));
    }

    [Fact]
    public void The_order_mixes_classes_and_does_not_depend_on_the_place_of_the_folder()
    {
        for (int i = 0; i < 40; i++) Add($"train/{(i < 20 ? "a" : "b")}/{i}.png");
        Add("val/a/1.png", "val/b/1.png");
        ImageFolder train = Open().Train;
        Assert.InRange(Enumerable.Range(0, 10).Sum(train.Label), 1, 9);
        string moved = folder.Path + "-moved";
        Directory.Move(folder.Path, moved);
        var names = ImageFolder.Open(moved, Recipe, new()).Train.Paths.Select(Path.GetFileName).ToList();
        Directory.Move(moved, folder.Path);
        Assert.Equal(train.Paths.Select(Path.GetFileName), names);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_grey_image_becomes_three_equal_channels_before_normalisation(SKEncodedImageFormat format)
    {
        ImageFiles.WriteGrey(folder.At("train/a/x.jpg"), 40, 50, 100, format);
        Add("val/a/1.png");
        float[] image = Read(Open().Train);
        double[] means = [.485, .456, .406], deviations = [.229, .224, .225];
        for (int i = 0; i < image.Length; i++)
            Assert.Equal((100 / 255.0 - means[i / (Size * Size)]) / deviations[i / (Size * Size)], image[i], 1e-4);
    }

    [Fact]
    public void Evaluation_scales_the_shorter_side_and_cuts_out_the_middle()
    {
        // 64 × 32 pixels at size 28: the shorter side is 32 already, so the crop is pixels 18 … 45 × 2 … 29, unscaled.
        using SKBitmap bitmap = new(new SKImageInfo(64, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 64; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(4 * x), (byte)(8 * y), 7));
        ImageFiles.Save(folder.At("train/a/x.png"), bitmap, SKEncodedImageFormat.Png);
        Add("val/a/1.png");
        float[] image = Read(Open().Train);
        Assert.Equal((4 * 18 / 255.0 - .485) / .229, image[0], 1e-4);
        Assert.Equal((4 * 45 / 255.0 - .485) / .229, image[Size - 1], 1e-4);
        Assert.Equal((8 * 2 / 255.0 - .456) / .224, image[Size * Size], 1e-4);
        Assert.Equal((8 * 29 / 255.0 - .456) / .224, image[2 * Size * Size - 1], 1e-4);
    }

    [Fact]
    public void Augmentation_is_crop_then_resize_then_flip_by_definition()
    {
        ImageFiles.Write(folder.At("train/a/x.png"), 61, 47, SKEncodedImageFormat.Png);
        Add("val/a/1.png");
        ImageFolder train = Open().Train;
        using SKBitmap original = SKBitmap.Decode(folder.At("train/a/x.png"));
        for (ulong seed = 0; seed < 6; seed++)
        {
            float[] actual = new float[train.Shape.Length];
            train.ReadAugmented(0, new RandomStream(seed), actual);
            RandomStream random = new(seed);
            RandomCrop crop = RandomCrop.Draw(61, 47, random);
            bool flip = random.NextBool();
            for (int y = 0; y < Size; y += 5)
                for (int x = 0; x < Size; x += 5)
                {
                    double red = Sample(original, crop, flip ? Size - 1 - x : x, y);
                    Assert.Equal((red / 255 - .485) / .229, actual[y * Size + x], 0.51 / 255 / .229 + 1e-4);
                }
        }
    }

    [Fact]
    public void A_truncated_jpeg_is_an_error_that_names_the_file_not_a_grey_picture()
    {
        ImageFiles.Write(folder.At("train/a/x.jpg"), 200, 160, SKEncodedImageFormat.Jpeg);
        Add("val/a/1.png");
        ImageFolder train = Open().Train;
        byte[] whole = File.ReadAllBytes(train.Paths[0]);
        foreach (int length in new[] { 0, 1, 20, whole.Length / 4, whole.Length / 2, whole.Length - 40 })
        {
            File.WriteAllBytes(train.Paths[0], whole[..length]);
            Assert.Contains(train.Paths[0], Assert.Throws<DataException>(() => Read(train)).Message);
        }
    }

    [Fact]
    public void A_file_that_is_no_image_or_is_gone_is_named()
    {
        Add("train/a/x.jpg", "val/a/1.png");
        ImageFolder train = Open().Train;
        File.WriteAllText(train.Paths[0], "hello, this is not an image at all");
        string expected = $"{train.Paths[0]} is not an image that can be read (.jpg, .jpeg, .png, .webp, .bmp or .gif) (34 bytes)";
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(train)).Message);
        File.Delete(train.Paths[0]);
        Assert.Contains(train.Paths[0], Assert.Throws<DataException>(() => Read(train)).Message);
    }

    [Fact]
    public void Every_format_that_the_decoder_reads_is_a_sample_whatever_the_case_of_its_name()
    {
        Add("train/a/1.JPG", "train/a/2.Png", "val/a/1.png");
        ImageFiles.Write(folder.At("train/a/3.webp"), 40, 32, SKEncodedImageFormat.Webp);
        ImageFiles.WriteBmp(folder.At("train/a/4.bmp"), 40, 32, new(200, 100, 50));
        ImageFiles.WriteGif(folder.At("train/a/5.gif"), 40, 32, new(200, 100, 50));
        ImageFolder train = Open().Train;
        Assert.Equal(5, train.Count);
        foreach (int index in Enumerable.Range(0, 5))
        {
            float[] image = new float[train.Shape.Length];
            train.Read(index, image);
            if (Path.GetExtension(train.Paths[index]) is ".bmp" or ".gif") Assert.Equal((200 / 255.0 - .485) / .229, image[0], 1e-3);
        }
    }

    [Fact]
    public void Orientation_turns_the_image_before_it_is_cut_and_can_be_switched_off()
    {
        // Left half dark, right half light; with orientation 6 the first row is seen at the right, so it is dark above and light below.
        using SKBitmap bitmap = new(new SKImageInfo(64, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 64; x++)
                bitmap.SetPixel(x, y, x < 32 ? new SKColor(20, 20, 20) : new SKColor(220, 220, 220));
        ImageFiles.SaveOriented(folder.At("train/a/x.jpg"), bitmap, 6);
        Add("val/a/1.png");
        float[] turned = Read(Open().Train);
        float[] stored = Read(ImageFolder.Open(folder.Path, Recipe with { ExifOrientation = false }, new()).Train);
        int middle = Size / 2, last = Size - 1;
        Assert.True(turned[middle] < -1 && turned[last * Size + middle] > 1);
        Assert.Equal(turned[0], turned[last], 0.1);
        Assert.True(stored[middle * Size] < -1 && stored[middle * Size + last] > 1);
    }

    private static double Sample(SKBitmap bitmap, RandomCrop crop, int x, int y)
    {
        (double sum, double weights) = (0, 0);
        double scaleX = Math.Max(1, crop.Width / (double)Size), scaleY = Math.Max(1, crop.Height / (double)Size);
        for (int v = 0; v < crop.Height; v++)
            for (int u = 0; u < crop.Width; u++)
            {
                double alongX = Math.Max(0, 1 - Math.Abs(u + 0.5 - (x + 0.5) * crop.Width / Size) / scaleX);
                double alongY = Math.Max(0, 1 - Math.Abs(v + 0.5 - (y + 0.5) * crop.Height / Size) / scaleY);
                sum += alongX * alongY * bitmap.GetPixel(crop.Left + u, crop.Top + v).Red;
                weights += alongX * alongY;
            }

        return sum / weights;
    }

    private static float[] Read(ImageFolder part)
    {
        float[] image = new float[part.Shape.Length];
        part.Read(0, image);
        return image;
    }
}
