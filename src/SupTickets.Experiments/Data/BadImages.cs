using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>The images of a folder that cannot be read. They are refused together, or left out and counted.</summary>
internal sealed class BadImages
{
    /// <summary>How they can be treated: whether they are left out.</summary>
    public static readonly NamedTable<bool> LeftOut = new("way to treat bad images",
        new("fail", "one is an error before the first step", "", false),
        new("skip", "they are left out and counted", "", true));

    private const int MostShown = 5;

    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> found;

    private BadImages(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> found, string? sentence) =>
        (this.found, Sentence) = (found, sentence);

    /// <summary>A sentence on how many were left out, and the first of them; null if there are none.</summary>
    public string? Sentence { get; }

    /// <summary>Checks the images of <paramref name="parts"/>.</summary>
    /// <exception cref="DataException">One cannot be read, or where they are left out, a class has no other.</exception>
    public static BadImages In(string folder, IReadOnlyList<ImageListing> parts, DataOptions recipe, DataAccess access)
    {
        bool skips = recipe.LeavesOutBadImages;
        CheckedImages check = new(folder, skips ? CheckDepth.Pixels : CheckDepth.Header, access);
        var found = check.Run(parts);
        string[] reasons = [.. found.SelectMany(entry => entry.Value.Values).Order(StringComparer.Ordinal)];
        if (reasons.Length == 0) return new(found, null);
        int all = parts.Sum(part => part.Classes.Sum(images => images.Files.Count));
        string more = reasons.Length > MostShown ? $"\n  … {reasons.Length - MostShown} more" : "";
        string list = string.Concat(reasons.Take(MostShown).Select(reason => $"\n  {reason}")) + more;
        string count = $"{reasons.Length} of the {all} images that were looked at in '{folder}' cannot be read";
        if (!skips) throw new DataException($"{count}; mend or remove them, or leave them out with data.onBadImage=skip:{list}");
        foreach (ImageListing.ClassFolder images in parts.SelectMany(part => part.Classes))
        {
            if (found[images.Path].Count == images.Files.Count)
                throw new DataException($"no image in the class folder '{images.Path}' can be read:{list}");
        }

        return new(found, $"{count} and are left out (data.onBadImage is skip):{list}");
    }

    /// <summary>The names of the images of a class without the bad ones, in order.</summary>
    public IEnumerable<string> Without(ImageListing.ClassFolder images) =>
        found.TryGetValue(images.Path, out var bad) && bad.Count > 0 ? images.Files.Where(name => !bad.ContainsKey(name)) : images.Files;
}
