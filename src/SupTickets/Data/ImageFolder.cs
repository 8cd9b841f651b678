using System.Buffers;
using SupTickets.Values;

namespace SupTickets.Data;

/// <summary>
/// Labelled image files, one folder a class: <c>train/CLASS/*.JPEG</c> and <c>val/CLASS/*.JPEG</c>. Classes are numbered in ordinal
/// order of their names. Files are decoded when read; augmentation and evaluation are those of ImageNet.
/// </summary>
internal sealed class ImageFolder : IImageDataset
{
    // Evaluation scales the shorter side to 256 for an input of 224, and in proportion for other inputs.
    private const double Margin = 256.0 / 224.0;

    private readonly string[] paths;
    private readonly int[] labels;

    private ImageFolder(string[] paths, int[] labels, IReadOnlyList<string> classes, int size)
    {
        (this.paths, this.labels, Classes) = (paths, labels, classes);
        Shape = new(3, size, size);
    }

    /// <inheritdoc/>
    public int Count => paths.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <summary>The files, in sample order.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Both parts of <paramref name="folder"/>, as square images of <paramref name="size"/> pixels.</summary>
    /// <exception cref="DataException">A part is missing, has no class, an empty class, or other classes than the other part.</exception>
    public static (ImageFolder Train, ImageFolder Test) Open(string folder, int size)
    {
        ImageFolder train = OpenPart(folder, "train", size), test = OpenPart(folder, "val", size);
        string[] onlyTrain = [.. train.Classes.Except(test.Classes)], onlyTest = [.. test.Classes.Except(train.Classes)];
        return onlyTrain.Length + onlyTest.Length == 0
            ? (train, test)
            : throw new DataException($"train/ and val/ in '{folder}' must hold the same classes; "
                + $"only in train/: [{string.Join(", ", onlyTrain)}], only in val/: [{string.Join(", ", onlyTest)}]");
    }

    /// <inheritdoc/>
    public int Label(int index) => labels[index];

    /// <inheritdoc/>
    public void Read(int index, Span<float> image)
    {
        using RgbImage decoded = RgbImage.Read(paths[index]);
        (int width, int height) = (decoded.Width, decoded.Height);
        int size = Shape.Width, shorter = (int)Math.Round(size * Margin);
        Fill(decoded, Middle(width, height, shorter, size), Middle(height, width, shorter, size), image);
    }

    /// <inheritdoc/>
    public void ReadAugmented(int index, RandomStream random, Span<float> image)
    {
        using RgbImage decoded = RgbImage.Read(paths[index]);
        RandomCrop crop = RandomCrop.Draw(decoded.Width, decoded.Height, random);
        int size = Shape.Width;
        Fill(decoded, new(crop.Left, crop.Width, size, 0, size), new(crop.Top, crop.Height, size, 0, size), image);
        if (!random.NextBool()) return;
        for (int row = 0; row < Shape.Channels * size; row++) image.Slice(row * size, size).Reverse();
    }

    private static ResizeAxis Middle(int length, int other, int shorter, int size)
    {
        int full = length <= other ? shorter : (int)((long)shorter * length / other);
        return new(0, length, full, (int)Math.Round((full - size) / 2.0), size);
    }

    private void Fill(RgbImage decoded, ResizeAxis columns, ResizeAxis rows, Span<float> image)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Shape.Length);
        BilinearResize.Invoke(decoded, columns, rows, bytes);
        Normalization.ImageNet.Apply(bytes, Shape, image);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static ImageFolder OpenPart(string folder, string part, int size)
    {
        string root = Path.Combine(folder, part);
        if (!Directory.Exists(root))
            throw new DataException($"imagefolder: the data folder '{folder}' has no {part}/; expected {part}/CLASS/*.jpg, .jpeg, .JPEG or .png, and as classes the folders of train/ and val/ alike");
        string[] classes = [.. Directory.EnumerateDirectories(root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (classes.Length == 0) throw new DataException($"'{root}' holds no class folder; expected {part}/CLASS/*.jpg, .jpeg, .JPEG or .png");
        (string Path, int Label)[] files = [.. classes.Index().SelectMany(entry => ImagesIn(Path.Combine(root, entry.Item)), (entry, path) => (path, entry.Index))];
        // Files come class by class; in that order a limit or a held-out part would hold a few classes only.
        int[] order = new Seed(0).For(part).Stream().NextPermutation(files.Length);
        return new([.. order.Select(i => files[i].Path)], [.. order.Select(i => files[i].Label)], classes, size);
    }

    private static string[] ImagesIn(string folder)
    {
        string[] images = [.. Directory.EnumerateFiles(folder).Where(IsImage).Order(StringComparer.Ordinal)];
        return images.Length > 0 ? images : throw new DataException($"the class folder '{folder}' holds no .jpg, .jpeg, .JPEG or .png file");
    }

    private static bool IsImage(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";
}
