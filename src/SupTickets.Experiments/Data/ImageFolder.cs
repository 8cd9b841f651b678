using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Labelled image files, one folder a class: <c>train/CLASS/*.jpg</c> and <c>val/CLASS/*.jpg</c>. Classes are numbered in ordinal
/// order of the names in <c>train/</c>. Files are decoded when read; augmentation and evaluation are those of ImageNet.
/// </summary>
internal sealed class ImageFolder : IImageDataset, IFingerprinted
{
    // Reading every one of a million files on a server would take minutes at every start.
    private const int LengthsInFingerprint = 4096, ContentsInFingerprint = 64;

    private readonly string[] paths;
    private readonly int[] labels;
    private readonly ImagePreparation preparation;
    private readonly ExifOrientation orientation;

    private ImageFolder((string Path, int Label)[] files, IReadOnlyList<string> classes, DataOptions recipe, ImagePreparation preparation)
    {
        (paths, labels, Classes) = ([.. files.Select(file => file.Path)], [.. files.Select(file => file.Label)], classes);
        this.preparation = preparation;
        orientation = recipe.ExifOrientation ? ExifOrientation.Applied : ExifOrientation.Ignored;
        Shape = new(3, recipe.ImageSize, recipe.ImageSize);
    }

    /// <summary>ImageNet's: evaluation scales the shorter side to 256 for an input of 224, and in proportion for other inputs.</summary>
    public static ImagePreparation Preparation { get; } = new(Normalization.ImageNet, 256.0 / 224.0);

    /// <inheritdoc/>
    public int Count => paths.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <summary>The files, in sample order.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Both parts of <paramref name="folder"/>, and notes on them for the user.</summary>
    /// <param name="folder">Holds <c>train/</c> and <c>val/</c>.</param>
    /// <param name="recipe">Side of the images, orientation, and what becomes of images that cannot be read.</param>
    /// <param name="access">Which images are checked first, and how a ticket needs them.</param>
    /// <exception cref="DataException">
    /// A part is missing, has no class, an empty class, or other classes than the other part; an image that was looked at cannot be read.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check of the images was stopped.</exception>
    public static (ImageFolder Train, ImageFolder Test, IReadOnlyList<string> Notes) Open(
        string folder, DataOptions recipe, DataAccess access)
    {
        ImageListing train = ImageListing.Of(folder, "train"), test = ImageListing.Of(folder, "val");
        int[] positions = ClassNames.Positions(test.Names, train.Names)
            ?? throw new DataException(
                $"train/ and val/ in '{folder}' must hold the same classes; "
                + $"{ClassNames.Difference(train.Names, "train/", test.Names, "val/")}");
        ImageListing[] checkedParts = access.Checks switch { ImageChecks.All => [train, test], ImageChecks.Test => [test], _ => [] };
        BadImages bad = BadImages.In(folder, checkedParts, recipe, access);
        train.SkippedEntries.Add(test.SkippedEntries);
        string[] classes = [.. train.Names.Select(ComposedText.Of)];
        ImagePreparation preparation = access.Preparation ?? Preparation;
        return (
            new(Mixed(train, bad, label => label), classes, recipe, preparation),
            new(Mixed(test, bad, label => positions[label]), classes, recipe, preparation),
            [.. new[] { train.SkippedEntries.Sentence(folder), bad.Sentence }.OfType<string>()]);
    }

    /// <inheritdoc/>
    public int Label(int index) => labels[index];

    void IFingerprinted.AddTo(IncrementalHash hash, int index)
    {
        FileInfo file = new(paths[index]);
        DataFingerprint.AddLabel(hash, labels[index]);
        hash.AppendData(Encoding.UTF8.GetBytes(file.Name + "\n"));
        if (index % Math.Max(1, Count / LengthsInFingerprint) != 0) return;
        try
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Length.ToString(CultureInfo.InvariantCulture) + "\n"));
            if (index % Math.Max(1, Count / ContentsInFingerprint) == 0) hash.AppendData(File.ReadAllBytes(file.FullName));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file.FullName}' cannot be read: {refusal.Message}");
        }
    }

    /// <inheritdoc/>
    public void Read(int index, Span<float> image)
    {
        using RgbImage decoded = RgbImage.Read(paths[index], orientation);
        (int width, int height) = (decoded.Width, decoded.Height);
        int size = Shape.Width, shorter = (int)Math.Round(size * preparation.Margin);
        Fill(decoded, Middle(width, height, shorter, size), Middle(height, width, shorter, size), image);
    }

    /// <inheritdoc/>
    public void ReadAugmented(int index, RandomStream random, Span<float> image)
    {
        using RgbImage decoded = RgbImage.Read(paths[index], orientation);
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
        preparation.Normalization.Apply(bytes, Shape, image);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static (string Path, int Label)[] Mixed(ImageListing part, BadImages bad, Func<int, int> labelOf)
    {
        (string Path, int Label)[] files =
        [
            .. part.Classes.Index().SelectMany(
                entry => bad.Without(entry.Item).Select(name => (Path.Combine(entry.Item.Path, name), labelOf(entry.Index)))),
        ];
        // Files are listed class by class; in that order a limit or a held-out part would hold a few classes only.
        int[] order = new Seed(0).For(part.Part).Stream().NextPermutation(files.Length);
        return [.. order.Select(index => files[index])];
    }
}
