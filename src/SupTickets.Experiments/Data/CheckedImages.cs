using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SupTickets.Storage;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Checks the image files of one folder, class by class. The results are stored, and files are checked again only if an image of their
/// class was added, removed or changed.
/// </summary>
internal sealed class CheckedImages
{
    private const string Format = "suptickets-checked-images";
    private const int ReportEvery = 100;

    private readonly string folder;
    private readonly string? file;
    private readonly CheckDepth depth;
    private readonly DataAccess access;
    private readonly Dictionary<string, Kept> known;

    /// <summary>A check of <paramref name="folder"/>.</summary>
    public CheckedImages(string folder, CheckDepth depth, DataAccess access)
    {
        (this.depth, this.access) = (depth, access);
        this.folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(this.folder)))[..16];
        file = access.KeptIn is { } place ? Path.Combine(place, $"images-{name}.json") : null;
        known = file is null ? [] : ReadKept(file, this.folder);
    }

    /// <summary>For each class folder in the listings the images that cannot be used, by name, and why.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the results so far are stored.</exception>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Run(IReadOnlyList<ImageListing> listings)
    {
        ImageListing.ClassFolder[] folders = [.. listings.SelectMany(listing => listing.Classes)];
        Counter counter = new(access.Progress, folders.Sum(classFolder => (long)classFolder.Files.Count));
        bool changed = false;
        try
        {
            foreach (ImageListing.ClassFolder classFolder in folders)
            {
                string key = KeyOf(classFolder);
                bool isKnown = known.TryGetValue(key, out Kept? kept) && kept.Fingerprint == classFolder.Fingerprint;
                if (isKnown && (kept!.Pixels || depth == CheckDepth.Header))
                {
                    counter.Add(classFolder.Files.Count, kept.Bad.Count);
                    continue;
                }

                known[key] = new(classFolder.Fingerprint, depth == CheckDepth.Pixels, Look(classFolder, counter));
                changed = true;
            }
        }
        finally
        {
            if (changed) Keep();
        }

        return folders.ToDictionary(
            classFolder => classFolder.Path, classFolder => (IReadOnlyDictionary<string, string>)known[KeyOf(classFolder)].Bad);
    }

    private string KeyOf(ImageListing.ClassFolder classFolder) => Path.GetRelativePath(folder, Path.GetFullPath(classFolder.Path));

    private Dictionary<string, string> Look(ImageListing.ClassFolder classFolder, Counter counter)
    {
        Dictionary<string, string> bad = [];
        ParallelOptions options = new() { CancellationToken = access.Cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, classFolder.Files.Count, options, index =>
        {
            string name = classFolder.Files[index];
            string? defect = ImageCheck.Defect(Path.Combine(classFolder.Path, name), depth);
            if (defect is not null)
            {
                lock (bad) bad.Add(name, defect);
            }

            counter.Add(1, defect is null ? 0 : 1);
        });
        return bad;
    }

    // Stored results only save time. If they cannot be read or written, everything is checked again.
    private static Dictionary<string, Kept> ReadKept(string file, string folder)
    {
        try
        {
            Document? document = File.Exists(file) ? JsonSerializer.Deserialize<Document>(File.ReadAllBytes(file)) : null;
            return document is { Format: Format, Version: 1, Classes: { } classes } && document.Folder == folder
                && classes.Values.All(kept => kept is { Fingerprint: not null, Bad: not null })
                ? classes
                : [];
        }
        catch (Exception defect) when (defect is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private void Keep()
    {
        if (file is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, new Document(Format, 1, folder, known)));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // Another process is writing the file, or the folder cannot be written.
        }
    }

    private sealed record Document(string? Format, int Version, string? Folder, Dictionary<string, Kept>? Classes);

    private sealed record Kept(string Fingerprint, bool Pixels, Dictionary<string, string> Bad);

    private sealed class Counter(IProgress<ImageCheckProgress>? progress, long total)
    {
        private readonly Lock gate = new();
        private long done, bad, told;

        public void Add(long files, long badFiles)
        {
            if (progress is null) return;
            lock (gate)
            {
                (done, bad) = (done + files, bad + badFiles);
                if (done < total && done - told < ReportEvery) return;
                told = done;
                progress.Report(new(done, total, bad));
            }
        }
    }
}
