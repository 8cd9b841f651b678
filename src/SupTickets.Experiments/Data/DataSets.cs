using System.Collections.Frozen;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>The one table of data sets: names, descriptions and how each is opened.</summary>
public static class DataSets
{
    private static readonly Uri Toronto = new("https://www.cs.toronto.edu/~kriz/");

    private static readonly FrozenDictionary<string, Entry> Entries = new Entry[]
    {
        new()
        {
            Description = new("synthetic", "generated shapes and textures", 10, SyntheticImages.Shape, "generated from the seed, nothing to download"),
            Preparation = new(Normalization.Synthetic, Margin: 1),
            Open = OpenSynthetic,
        },
        Cifar(CifarFormat.Cifar10, "60 000 photographs of ten kinds of things"),
        Cifar(CifarFormat.Cifar100, "60 000 photographs of a hundred kinds of things"),
        new()
        {
            Description = new(
                "imagefolder",
                "your own images: train/CLASS/*.jpg and val/CLASS/*.jpg, also .png, .webp, .bmp, .gif; for ImageNet",
                null,
                new(3, 224, 224),
                "a folder of yours"),
            ShapeOf = recipe => new(3, recipe.ImageSize, recipe.ImageSize),
            Preparation = ImageFolder.Preparation,
            Open = (recipe, _, access) => OpenFolder(recipe, access),
            Files = FilesOfFolder,
        },
    }.ToFrozenDictionary(entry => entry.Description.Name, StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>One row for each name, in the same order.</summary>
    public static IReadOnlyList<DataSetDescription> Descriptions { get; } = [.. Names.Select(name => Entries[name].Description)];

    /// <summary>Opens the data set that the recipe names, limited and split as it says. Generated data follows from the seed.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else, or there are too few samples.</exception>
    public static ImageData Open(DataOptions recipe, Seed seed) => Open(recipe, seed, new());

    /// <summary>As the other, with images looked at before they are used, and prepared as a ticket wants them.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">
    /// The folder is missing or holds something else, an image that was looked at cannot be read, the classes are not those of
    /// <c>data.labels</c>, or there are too few samples.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check of the images was stopped.</exception>
    public static ImageData Open(DataOptions recipe, Seed seed, DataAccess access)
    {
        (IImageDataset train, IImageDataset test, IReadOnlyList<string> notes) = Find(recipe.Name).Open(recipe, seed, access);
        if (recipe.Labels is { } labels)
        {
            IReadOnlyList<string> own = train.Classes;
            (train, test) = (InOrder(recipe, access, labels, train), InOrder(recipe, access, labels, test));
            if (!ClassNames.Same(own, labels))
                notes = [.. notes, $"the classes of {NameOf(recipe)} and of {access.LabelsFrom} differ in their order; they were matched by name"];
        }

        int rest = train.Count - recipe.ValidationSamples;
        if (recipe.ValidationSamples < 0 || rest <= 0)
            throw new DataException($"{recipe.Name} has {train.Count} training samples; {recipe.ValidationSamples} held out for validation would leave {rest}");
        return new(
            new ImageSlice(train, 0, Math.Min(rest, recipe.TrainSamples ?? rest)),
            recipe.ValidationSamples == 0 ? null : new ImageSlice(train, rest, recipe.ValidationSamples),
            new ImageSlice(test, 0, Math.Min(test.Count, recipe.TestSamples ?? test.Count)))
        {
            Notes = notes,
        };
    }

    /// <summary>How images of this data set are prepared unless a ticket wants them in another way.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    public static ImagePreparation PreparationOf(string name) => Find(name).Preparation;

    /// <summary>The shape of the images that <see cref="Open(DataOptions, Seed)"/> would give, without opening anything.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    public static ImageShape ShapeOf(DataOptions recipe) => Find(recipe.Name).ShapeOf is { } shapeOf ? shapeOf(recipe) : Find(recipe.Name).Description.Shape;

    /// <summary>Where the data set is published.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">It is not published as a download.</exception>
    public static DataDownload DownloadOf(string name) => Find(name).Download
        ?? throw new DataException($"{name} cannot be fetched ({Find(name).Description.Source}); what can: {string.Join(", ", Names.Where(other => Entries[other].Download is not null))}");

    /// <summary>The files that <see cref="Open(DataOptions, Seed)"/> would read; none for generated data.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else.</exception>
    public static IReadOnlyList<string> FilesOf(DataOptions recipe) => Find(recipe.Name).Files(recipe);

    /// <summary>
    /// Compares the archive that <see cref="Open(DataOptions, Seed)"/> would read with what its author publishes; null where it reads
    /// something else.
    /// </summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else.</exception>
    public static ComparedChecksum? CompareChecksum(DataOptions recipe, CancellationToken cancellation)
    {
        if (Find(recipe.Name).Download is not { File: var official }) return null;
        return FilesOf(recipe) is [var file] && Path.GetFileName(file) == official.Name
            ? new(file, Md5Sum.Of(file, cancellation).GetAwaiter().GetResult(), official.Md5)
            : null;
    }

    private static Entry Find(string name) =>
        Entries.TryGetValue(name, out Entry? entry) ? entry : throw new UnknownNameException("data set", name, Names);

    // Labels are positions in the list of classes, so they become those of the order asked for.
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

    private static Opened OpenSynthetic(DataOptions recipe, Seed seed, DataAccess access)
    {
        // Asked for N training samples and V for validation, N + V are generated; by default V come out of the default number.
        long train = (long?)recipe.TrainSamples + recipe.ValidationSamples ?? SyntheticImages.DefaultTrain;
        int test = recipe.TestSamples ?? SyntheticImages.DefaultTest;
        if (Math.Max(train, test) > SyntheticImages.Most)
        {
            string key = train > SyntheticImages.Most ? "data.trainSamples" : "data.testSamples";
            throw new DataException($"{key}: {Math.Max(train, test)} generated samples are too many to hold: at most {SyntheticImages.Most}");
        }

        return InMemory(
            SyntheticImages.Generate((int)train, seed.For("synthetic train")), SyntheticImages.Generate(test, seed.For("synthetic test")), access);
    }

    private static Opened InMemory(MemoryImages train, MemoryImages test, DataAccess access) =>
        access.Preparation?.Normalization is { } wanted ? new(train.With(wanted), test.With(wanted), []) : new(train, test, []);

    private static Opened OpenFolder(DataOptions recipe, DataAccess access)
    {
        (ImageFolder train, ImageFolder test, IReadOnlyList<string> notes) = ImageFolder.Open(FolderOf(recipe), recipe, access);
        return new(train, test, notes);
    }

    private static Opened OpenCifar(CifarFormat format, DataOptions recipe, DataAccess access)
    {
        (MemoryImages train, MemoryImages test) = CifarReader.Read(format, FolderOf(recipe));
        return InMemory(train, test, access);
    }

    private static Entry Cifar(CifarFormat format, string summary) => new()
    {
        Description = new(format.Name, summary, format.Classes, CifarFormat.Shape, $"{Toronto}{format.Archive.Name}"),
        Preparation = new(format.Normalization, Margin: 1),
        Open = (recipe, _, access) => OpenCifar(format, recipe, access),
        Files = recipe => CifarReader.Files(format, FolderOf(recipe)),
        Download = new(Toronto, format.Archive),
    };

    private static string FolderOf(DataOptions recipe)
    {
        string expected = Find(recipe.Name) is { Download.File.Name: var archive } ? $"holds {archive} or what it unpacks to" : "holds train/ and val/";
        string remedy = Find(recipe.Name).Download is null ? "" : $"; get it with: suptickets data fetch {recipe.Name} --data-dir {recipe.Folder ?? "DIR"}";
        return recipe.Folder is not { } folder ? throw new DataException($"{recipe.Name} needs a data folder (data.folder, --data-dir) that {expected}{remedy}")
            : Directory.Exists(folder) ? folder
            : File.Exists(folder) ? throw new DataException($"the data folder '{folder}' is a file; name the folder that {expected}")
            : throw new DataException($"the data folder '{folder}' does not exist; {recipe.Name} needs one that {expected}{remedy}");
    }

    private sealed record Opened(IImageDataset Train, IImageDataset Test, IReadOnlyList<string> Notes);

    private sealed record Entry
    {
        public required DataSetDescription Description { get; init; }

        public required ImagePreparation Preparation { get; init; }

        public required Func<DataOptions, Seed, DataAccess, Opened> Open { get; init; }

        public Func<DataOptions, ImageShape>? ShapeOf { get; init; }

        public Func<DataOptions, IReadOnlyList<string>> Files { get; init; } = _ => [];

        public DataDownload? Download { get; init; }
    }
}
