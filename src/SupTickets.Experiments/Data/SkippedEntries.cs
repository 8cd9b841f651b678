namespace SupTickets.Experiments.Data;

/// <summary>Counts what lies in an image folder and is no sample, so that the user is told of it.</summary>
internal sealed class SkippedEntries
{
    private readonly SortedDictionary<string, int> formats = new(StringComparer.Ordinal), others = new(StringComparer.Ordinal);
    private int hidden, nested, loose;
    private long inNested;
    private string? firstHidden, firstNested, firstLoose;

    /// <summary>A hidden file or folder.</summary>
    public void Hidden(string path)
    {
        hidden++;
        firstHidden ??= path;
    }

    /// <summary>A folder within a class folder, and how many images are in it.</summary>
    public void Nested(string path, long images)
    {
        nested++;
        inNested += images;
        firstNested ??= path;
    }

    /// <summary>An image beside the class folders.</summary>
    public void Loose(string path)
    {
        loose++;
        firstLoose ??= path;
    }

    /// <summary>A file in a class folder that is not read.</summary>
    public void NotRead(string name)
    {
        string extension = Path.GetExtension(name).ToLowerInvariant();
        SortedDictionary<string, int> kind = ImageFormats.IsImageNotRead(name) ? formats : others;
        kind[extension] = kind.GetValueOrDefault(extension) + 1;
    }

    /// <summary>Adds what another part left out.</summary>
    public void Add(SkippedEntries other)
    {
        (hidden, nested, loose, inNested) = (hidden + other.hidden, nested + other.nested, loose + other.loose, inNested + other.inNested);
        firstHidden ??= other.firstHidden;
        firstNested ??= other.firstNested;
        firstLoose ??= other.firstLoose;
        foreach ((string extension, int count) in other.formats) formats[extension] = formats.GetValueOrDefault(extension) + count;
        foreach ((string extension, int count) in other.others) others[extension] = others.GetValueOrDefault(extension) + count;
    }

    /// <summary>All of it as one sentence about <paramref name="folder"/>; null where there is nothing.</summary>
    public string? Sentence(string folder)
    {
        List<string> kinds = [];
        if (hidden > 0) kinds.Add($"{Counted(hidden, "hidden entry", "hidden entries")} ({Example(hidden, firstHidden!, folder)})");
        if (nested > 0)
        {
            string folders = Counted(nested, "folder within a class folder", "folders within class folders");
            kinds.Add($"{folders} with {Counted(inNested, "image", "images")} ({Example(nested, firstNested!, folder)})");
        }

        if (loose > 0) kinds.Add($"{Counted(loose, "image", "images")} outside the class folders ({Example(loose, firstLoose!, folder)})");
        if (formats.Count > 0) kinds.Add($"images of formats that are not read ({Listed(formats)})");
        if (others.Count > 0) kinds.Add($"other files ({Listed(others)})");
        return kinds.Count == 0 ? null : $"not taken for samples in '{folder}': {string.Join("; ", kinds)}";
    }

    private static string Listed(SortedDictionary<string, int> kinds) =>
        string.Join(", ", kinds.Select(entry => $"{entry.Value} {(entry.Key.Length > 0 ? entry.Key : "without extension")}"));

    private static string Counted(long count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Example(int count, string first, string folder) =>
        (count == 1 ? "" : "the first: ") + Path.GetRelativePath(folder, first).Replace(Path.DirectorySeparatorChar, '/');
}
