using System.Collections.Frozen;
using SupTickets.Recipes;
using SupTickets.Values;

namespace SupTickets.Data;

/// <summary>The one table of data sets: names, descriptions and how each is opened.</summary>
public static class DataSets
{
    private static readonly FrozenDictionary<string, Entry> Entries = new Entry[]
    {
        new(new("synthetic", "generated shapes and textures, nothing to download", 10, SyntheticImages.Shape, "generated from the seed"), OpenSynthetic),
    }.ToFrozenDictionary(entry => entry.Description.Name, StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>One row for each name, in the same order.</summary>
    public static IReadOnlyList<DataSetDescription> Descriptions { get; } = [.. Names.Select(name => Entries[name].Description)];

    /// <summary>Opens the data set that the recipe names, limited and split as it says. Generated data follows from the seed.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    /// <exception cref="DataException">The folder is missing or holds something else, or there are too few samples.</exception>
    public static ImageData Open(DataRecipe recipe, Seed seed)
    {
        (IImageDataset train, IImageDataset test) = Find(recipe.Name).Open(recipe, seed);
        int rest = train.Count - recipe.ValidationSamples;
        if (recipe.ValidationSamples < 0 || rest <= 0)
            throw new DataException($"{recipe.Name} has {train.Count} training samples; {recipe.ValidationSamples} held out for validation would leave {rest}");
        return new(
            new ImageSlice(train, 0, Math.Min(rest, recipe.TrainSamples ?? rest)),
            recipe.ValidationSamples == 0 ? null : new ImageSlice(train, rest, recipe.ValidationSamples),
            new ImageSlice(test, 0, Math.Min(test.Count, recipe.TestSamples ?? test.Count)));
    }

    /// <summary>The shape of the images that <see cref="Open"/> would give, without opening anything.</summary>
    /// <exception cref="UnknownNameException">No data set has this name.</exception>
    public static ImageShape ShapeOf(DataRecipe recipe) => Find(recipe.Name).Description.Shape;

    private static Entry Find(string name) =>
        Entries.TryGetValue(name, out Entry? entry) ? entry : throw new UnknownNameException("data set", name, Names);

    private static (IImageDataset Train, IImageDataset Test) OpenSynthetic(DataRecipe recipe, Seed seed)
    {
        // Asked for N training samples and V for validation, N + V are generated; by default V come out of the default number.
        int train = recipe.TrainSamples + recipe.ValidationSamples ?? SyntheticImages.DefaultTrain;
        int test = recipe.TestSamples ?? SyntheticImages.DefaultTest;
        return (SyntheticImages.Generate(train, seed.For("synthetic train")), SyntheticImages.Generate(test, seed.For("synthetic test")));
    }

    private sealed record Entry(DataSetDescription Description, Func<DataRecipe, Seed, (IImageDataset Train, IImageDataset Test)> Open);
}
