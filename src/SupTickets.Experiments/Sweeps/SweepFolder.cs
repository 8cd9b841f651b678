using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>The folder of a sweep: its manifest <c>sweep.json</c>, and <c>runs/NAME</c> for each run.</summary>
public sealed class SweepFolder
{
    /// <summary>Stands for the folder of the sweep in recipes that name another run's.</summary>
    internal const string Here = "{sweep}";

    private const string ManifestName = "sweep.json", Runs = "runs";

    // Writing a new manifest needs the folder for a moment; a run needs it to its end.
    private const int Attempts = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private SweepFolder(string path, Sweep sweep) => (Path, Sweep) = (path, sweep);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The sweep.</summary>
    public Sweep Sweep { get; }

    /// <summary>The manifest: every run with its recipe, written before the first of them starts.</summary>
    public string Manifest => ManifestOf(Path);

    /// <summary>Whether a folder is that of a sweep.</summary>
    public static bool IsSweep(string path) => File.Exists(ManifestOf(path));

    /// <summary>
    /// Claims a folder for a sweep and writes its manifest; if it holds the same sweep, that one goes on. Several processes may do so at
    /// once.
    /// </summary>
    /// <exception cref="RunFolderException">The folder holds another sweep or something else, also where a run belongs.</exception>
    public static SweepFolder Create(string path, Sweep sweep)
    {
        string full = Require(path);
        try
        {
            Directory.CreateDirectory(full);
            WriteManifest(full, sweep);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"'{path}' cannot be written: {refusal.Message}");
        }

        SweepFolder folder = Open(full);
        folder.RequirePlaces();
        return SweepManifest.Difference(folder.Sweep, sweep) is not { } difference
            ? folder
            : throw new RunFolderException(
                $"'{path}' holds another sweep: {difference}; name another folder, or go on with that sweep by naming {folder.Manifest}");
    }

    /// <summary>Throws unless <paramref name="path"/> could be taken for a new sweep or holds one; touches nothing.</summary>
    /// <exception cref="RunFolderException">It is a file, or holds something else.</exception>
    /// <returns>The full path.</returns>
    public static string Require(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new RunFolderException($"'{path}' names no folder: name one that is empty, holds this sweep, or does not exist");
        string full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
            throw new RunFolderException($"'{path}' is a file: name a folder that is empty, holds this sweep, or does not exist");
        bool isOther = Directory.Exists(full) && !IsSweep(full) && Directory.EnumerateFileSystemEntries(full)
            .Any(entry => !IsBeginning(System.IO.Path.GetFileName(entry)));
        return isOther ? throw new RunFolderException(
            $"'{path}' is not empty and holds no sweep: name a folder that is empty, holds this sweep, or does not exist")
            : full;
    }

    /// <summary>The folder of a sweep that exists.</summary>
    /// <exception cref="RunFolderException">There is none.</exception>
    /// <exception cref="InvalidDataException">Its manifest is damaged.</exception>
    public static SweepFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (!IsSweep(full)) throw new RunFolderException($"'{path}' holds no sweep: there is no {ManifestName} in it");
        return new(full, SweepManifest.Read(ManifestOf(full), RegularFile.ReadText(ManifestOf(full))));
    }

    /// <summary>
    /// Writes the manifest of the same sweep with its data in another place. One process does so at a time, and none if it has been done
    /// already.
    /// </summary>
    /// <param name="moved">The sweep as it is from now on.</param>
    /// <param name="inFolders">The names of the data sets that lie in folders.</param>
    /// <param name="prepare">Called before; throws if the data is not right.</param>
    /// <param name="waits">
    /// Called once if another process holds the folder. That process may be checking whole data sets; this one waits until it ends.
    /// </param>
    /// <param name="cancel">Ends the waiting.</param>
    internal SweepFolder Move(
        Sweep moved, IReadOnlyCollection<string> inFolders, Action<SweepFolder> prepare, Action waits, CancellationToken cancel)
    {
        using FileLock held = FileLock.Take(System.IO.Path.Combine(Path, RunFolder.LockName), waits, cancel);
        SweepFolder there = Open(Path);
        if (there.Sweep.HasItsDataWhere(moved, inFolders)) return there;
        prepare(there);
        AtomicFile.WriteText(there.Manifest, SweepManifest.Write(moved) + "\n");
        return new(Path, moved);
    }

    /// <summary>The run folder of a run.</summary>
    public string FolderOf(SweepRun run) => System.IO.Path.Combine(Path, Runs, run.Name);

    /// <summary>The recipe of a run, with the folders of other runs filled in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
    public Recipe RecipeOf(SweepRun run, int threads)
    {
        string here = JsonEncodedText.Encode(Path, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        Recipe recipe = RecipeJson.Read(RecipeJson.Write(run.Recipe).Replace(Here, here, StringComparison.Ordinal));
        return recipe.Threads == 0 ? recipe with { Threads = threads } : recipe;
    }

    /// <summary>The state of a run.</summary>
    public SweepRunState StateOf(SweepRun run)
    {
        string folder = FolderOf(run);
        if (File.Exists(System.IO.Path.Combine(folder, "metrics.json"))) return SweepRunState.Finished;
        if (File.Exists(FailureFile(run))) return SweepRunState.Failed;
        return File.Exists(System.IO.Path.Combine(folder, "recipe.json")) ? SweepRunState.Unfinished : SweepRunState.Waiting;
    }

    /// <summary>Why a run failed; null where it did not.</summary>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public RunFailure? FailureOf(SweepRun run)
    {
        if (StateOf(run) != SweepRunState.Failed) return null;
        try
        {
            return JsonSerializer.Deserialize<RunFailure>(RegularFile.ReadText(FailureFile(run)), RunJson.Indented)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"{FailureFile(run)}: {JsonText.Explain(defect)}", defect);
        }
    }

    /// <summary>Requires that a run can start.</summary>
    /// <exception cref="RunFolderException">A run that it needs has not finished.</exception>
    public void RequireNeeds(SweepRun run)
    {
        if (run.Needs.FirstOrDefault(name => StateOf(Sweep[name]) != SweepRunState.Finished) is { } missing)
            throw new RunFolderException($"'{run.Name}' needs '{missing}', which has not finished");
    }

    /// <summary>
    /// Claims a run for this process until the claim is disposed. It is claimed before looking whether it has begun, since a run folder can
    /// be claimed only once it exists.
    /// </summary>
    /// <exception cref="RunBusyException">Another process holds it, such as a worker whose session was killed.</exception>
    public IDisposable Claim(SweepRun run)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, Runs));
        return FileLock.TryTake(System.IO.Path.Combine(Path, Runs, $".{run.Name}.lock")) ?? throw RunClaim.Busy(FolderOf(run));
    }

    /// <summary>Records that a run failed.</summary>
    /// <exception cref="IOException">The folder of the sweep is gone.</exception>
    public void RecordFailure(SweepRun run, RunFailure failure)
    {
        if (!IsSweep(Path))
        {
            throw new IOException(
                $"'{Path}': the folder of the sweep is gone, removed or renamed meanwhile; '{run.Name}' ended with: {failure.Message}");
        }

        Directory.CreateDirectory(FolderOf(run));
        AtomicFile.WriteText(FailureFile(run), JsonSerializer.Serialize(failure, RunJson.Indented) + "\n");
    }

    /// <summary>Removes the record of a failure, so that the run can start or go on.</summary>
    public void Clear(SweepRun run)
    {
        if (Directory.Exists(FolderOf(run))) File.Delete(FailureFile(run));
    }

    /// <summary>The folder of a run, relative to that of the sweep.</summary>
    internal static string RelativeFolderOf(string name) => $"{Runs}/{name}";

    /// <summary>How a recipe names the folder of another run of its sweep.</summary>
    internal static string PortableFolderOf(string name) => $"{Here}/{RelativeFolderOf(name)}";

    // If something else lies in the place of a run, or of all runs, a run can neither begin nor record its failure.
    private void RequirePlaces()
    {
        foreach (string place in Sweep.Runs.Select(FolderOf).Prepend(System.IO.Path.Combine(Path, Runs)))
        {
            // True also for a dangling link.
            if (!Directory.Exists(place) && File.Exists(place))
                throw new RunFolderException(
                    $"'{place}' is {RegularFile.KindOf(place) ?? "a file"}; allowed: a folder of this sweep, or nothing: move it away");
        }
    }

    private static string ManifestOf(string folder) => System.IO.Path.Combine(folder, ManifestName);

    // Leftovers of a process that was killed while it wrote the manifest.
    private static bool IsBeginning(string name) => name == RunFolder.LockName || name.StartsWith(ManifestName, StringComparison.Ordinal);

    // The jobs of an array start at once, and the first one writes the manifest; opening it shows whether it is the same sweep. The lock is
    // that of a run folder, so that one folder cannot become both.
    private static void WriteManifest(string folder, Sweep sweep)
    {
        byte[] text = Encoding.UTF8.GetBytes(SweepManifest.Write(sweep) + "\n");
        for (int attempt = 1; !IsSweep(folder); attempt++)
        {
            using FileLock? held = FileLock.TryTake(System.IO.Path.Combine(folder, RunFolder.LockName));
            if (held is not null)
            {
                Require(folder);
                AtomicFile.TryWriteNew(ManifestOf(folder), stream => stream.Write(text));
            }
            else if (attempt == Attempts)
            {
                throw RunClaim.Busy(folder);
            }
            else
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private string FailureFile(SweepRun run) => System.IO.Path.Combine(FolderOf(run), "failure.json");
}
