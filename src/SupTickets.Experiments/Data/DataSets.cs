using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>The one table of data sets: names, descriptions and how each is opened.</summary>
public static class DataSets
{
    private static readonly Uri Toronto = new("https://www.cs.toronto.edu/~kriz/");

    /// <summary>Every data set, in alphabetical order.</summary>
    public static NamedTable<DataSet> All { get; } = new("data set",
        Cifar(CifarFormat.Cifar10, "60 000 photographs of ten kinds of things"),
        Cifar(CifarFormat.Cifar100, "60 000 photographs of a hundred kinds of things"),
        new(
            "imagefolder",
            "your own images: train/CLASS/*.jpg and val/CLASS/*.jpg, also .png, .webp, .bmp, .gif; for ImageNet",
            "a folder of yours",
            new(ImageFolder.Preparation, (recipe, _, access) => ImageFolder.Open(FolderOf(recipe), recipe, access))
            {
                Shape = new(3, 224, 224),
                ShapeOf = recipe => new(3, recipe.ImageSize, recipe.ImageSize),
                Files = FilesOfFolder,
            }),
        new(
            "synthetic",
            "generated shapes and textures",
            "generated from the seed, nothing to download",
            new(new(Normalization.Synthetic, Margin: 1), OpenSynthetic)
            {
                Classes = 10,
                Shape = SyntheticImages.Shape,
                LiesInFolder = false,
                MostGenerated = SyntheticImages.Most,
            }));

    /// <summary>Opens the data set that the recipe names, limited and split as it says. Generated data follows from the seed.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else, or there are too few samples.</exception>
    public static ImageData Open(DataOptions recipe, Seed seed) => Open(recipe, seed, new());

    /// <summary>As the other, with images checked before they are used, and prepared as a ticket needs them.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">
    /// The folder is missing or holds something else, a checked image cannot be read, the classes are not those of <c>data.labels</c>, or
    /// there are too few samples.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check of the images was stopped.</exception>
    public static ImageData Open(DataOptions recipe, Seed seed, DataAccess access)
    {
        (IImageDataset train, IImageDataset test, IReadOnlyList<string> notes) = All[recipe.Name].Open(recipe, seed, access);
        if (recipe.Labels is { } labels)
        {
            IReadOnlyList<string> own = train.Classes;
            (train, test) = (InOrder(recipe, access, labels, train), InOrder(recipe, access, labels, test));
            if (!ClassNames.Same(own, labels))
                notes = [
                    .. notes,
                    $"the classes of {NameOf(recipe)} and of {access.LabelsFrom} differ in their order; they were matched by name"];
        }

        int rest = train.Count - recipe.ValidationSamples;
        if (recipe.ValidationSamples < 0 || rest <= 0)
            throw new DataException(
                $"{recipe.Name} has {train.Count} training samples; {recipe.ValidationSamples} held out for validation would leave {rest}");
        return new(
            new ImageSlice(train, 0, Math.Min(rest, recipe.TrainSamples ?? rest)),
            recipe.ValidationSamples == 0 ? null : new ImageSlice(train, rest, recipe.ValidationSamples),
            new ImageSlice(test, 0, Math.Min(test.Count, recipe.TestSamples ?? test.Count)))
        {
            Notes = notes,
        };
    }

    /// <summary>How images of this data set are prepared, unless a ticket needs another way.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    public static ImagePreparation PreparationOf(string name) => All[name].Preparation;

    /// <summary>The shape of the images that <see cref="Open(DataOptions, Seed)"/> would give, without opening anything.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    public static ImageShape ShapeOf(DataOptions recipe) =>
        All[recipe.Name].ShapeOf is { } shapeOf ? shapeOf(recipe) : All[recipe.Name].Shape;

    /// <summary>Where the data set is published.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">It is not published as a download.</exception>
    public static DataDownload DownloadOf(string name) => All[name].Download
        ?? throw new DataException(
            $"{name} cannot be fetched ({All.Find(name)!.Source}); "
            + $"what can: {string.Join(", ", All.Where(other => other.Value.Download is not null).Select(other => other.Name))}");

    /// <summary>The files that <see cref="Open(DataOptions, Seed)"/> would read; none for generated data.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else.</exception>
    public static IReadOnlyList<string> FilesOf(DataOptions recipe) => All[recipe.Name].Files(recipe);

    /// <summary>
    /// Compares the archive that <see cref="Open(DataOptions, Seed)"/> would read with what its author publishes; null where it reads
    /// something else.
    /// </summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else.</exception>
    public static ComparedChecksum? CompareChecksum(DataOptions recipe, CancellationToken cancellation)
    {
        if (All[recipe.Name].Download is not { File: var official }) return null;
        return FilesOf(recipe) is [var file] && Path.GetFileName(file) == official.Name
            ? new(file, Md5Sum.Of(file, cancellation).GetAwaiter().GetResult(), official.Md5)
            : null;
    }

    // Labels are positions in the list of classes, so another order of classes changes the labels.
    private static IImageDataset InOrder(DataOptions recipe, DataAccess access, IReadOnlyList<string> labels, IImageDataset part)
    {
        if (ClassNames.Defect(labels) is { } defect) throw new DataException($"{access.LabelsFrom}: the list of classes {defect}");
        if (ClassNames.Same(part.Classes, labels)) return part;
        int[] positions = ClassNames.Positions(part.Classes, labels)
            ?? throw new DataException(
                $"the classes of {NameOf(recipe)} are not those of {access.LabelsFrom}: "
                + ClassNames.Difference(labels, access.LabelsFrom, part.Classes, NameOf(recipe)));
        return new RelabelledImages(part, labels, positions);
    }

    private static string NameOf(DataOptions recipe) => recipe.Folder is { } folder ? $"'{folder}'" : recipe.Name;

    private static IReadOnlyList<string> FilesOfFolder(DataOptions recipe)
    {
        (ImageFolder train, ImageFolder test, _) = ImageFolder.Open(FolderOf(recipe), recipe, new());
        return [.. train.Paths, .. test.Paths];
    }

    private static (IImageDataset Train, IImageDataset Test, IReadOnlyList<string> Notes) OpenSynthetic(
        DataOptions recipe, Seed seed, DataAccess access)
    {
        // With N training samples and V for validation, N + V are generated. By default V are taken from the default number.
        long train = (long?)recipe.TrainSamples + recipe.ValidationSamples ?? SyntheticImages.DefaultTrain;
        int test = recipe.TestSamples ?? SyntheticImages.DefaultTest;
        if (Math.Max(train, test) > SyntheticImages.Most)
        {
            string key = train > SyntheticImages.Most ? "data.trainSamples" : "data.testSamples";
            throw new DataException(
                $"{key}: {Math.Max(train, test)} generated samples are too many to hold: at most {SyntheticImages.Most}");
        }

        return InMemory(
            SyntheticImages.Generate((int)train, seed.For("synthetic train")), SyntheticImages.Generate(test, seed.For("synthetic test")),
            access);
    }

    private static (IImageDataset Train, IImageDataset Test, IReadOnlyList<string> Notes) InMemory(
        MemoryImages train, MemoryImages test, DataAccess access) =>
        access.Preparation?.Normalization is { } wanted ? (train.With(wanted), test.With(wanted), []) : (train, test, []);

    private static (IImageDataset Train, IImageDataset Test, IReadOnlyList<string> Notes) OpenCifar(
        CifarFormat format, DataOptions recipe, DataAccess access)
    {
        (MemoryImages train, MemoryImages test) = CifarReader.Read(format, FolderOf(recipe));
        return InMemory(train, test, access);
    }

    private static NamedRow<DataSet> Cifar(CifarFormat format, string summary) => new(
        format.Name,
        summary,
        $"{Toronto}{format.Archive.Name}",
        new(new(format.Normalization, Margin: 1), (recipe, _, access) => OpenCifar(format, recipe, access))
        {
            Classes = format.Classes,
            Shape = CifarFormat.Shape,
            Files = recipe => CifarReader.Files(format, FolderOf(recipe)),
            Download = new(Toronto, format.Archive),
        });

    private static string FolderOf(DataOptions recipe)
    {
        string expected = All[recipe.Name] is { Download.File.Name: var archive } ? $"holds {archive} or what it unpacks to"
            : "holds train/ and val/";
        string remedy = All[recipe.Name].Download is null ? ""
            : $"; get it with: suptickets data fetch {recipe.Name} --data-dir {recipe.Folder ?? "DIR"}";
        return recipe.Folder is not { } folder ? throw new DataException(
            $"{recipe.Name} needs a data folder (data.folder, --data-dir) that {expected}{remedy}")
            : Directory.Exists(folder) ? folder
            : File.Exists(folder) ? throw new DataException($"the data folder '{folder}' is a file; name the folder that {expected}")
            : throw new DataException($"the data folder '{folder}' does not exist; {recipe.Name} needs one that {expected}{remedy}");
    }
}
