using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SupTickets.Recipes;
using SupTickets.Reports;
using SupTickets.Storage;

namespace SupTickets.Sweeps;

/// <summary>The folder of a sweep: its manifest <c>sweep.json</c>, and <c>runs/NAME</c> for each run.</summary>
public sealed class SweepFolder
{
    /// <summary>Stands for the folder of the sweep in recipes that name another run's.</summary>
    internal const string Here = "{sweep}";

    private const string ManifestName = "sweep.json", Runs = "runs";

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
    /// Takes a folder for a sweep and writes its manifest; where the same sweep is there already, it is gone on with. Several processes may do so at once.
    /// </summary>
    /// <exception cref="RunFolderException">The folder holds another sweep or something else; nothing was written.</exception>
    public static SweepFolder Create(string path, Sweep sweep)
    {
        string full = Require(path);
        try
        {
            Directory.CreateDirectory(full);
            if (!File.Exists(ManifestOf(full))) WriteManifest(full, sweep);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"'{path}' cannot be written: {refusal.Message}");
        }

        SweepFolder folder = Open(full);
        return SweepManifest.Difference(folder.Sweep, sweep) is not { } difference
            ? folder
            : throw new RunFolderException($"'{path}' holds another sweep: {difference}; name another folder, or go on with that sweep by naming {folder.Manifest}");
    }

    /// <summary>Throws unless <paramref name="path"/> could be taken for a new sweep or holds one; touches nothing.</summary>
    /// <exception cref="RunFolderException">It is a file, or holds something else.</exception>
    /// <returns>The full path.</returns>
    public static string Require(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new RunFolderException($"'{path}' names no folder: name one that is empty, holds this sweep, or does not exist");
        string full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full)) throw new RunFolderException($"'{path}' is a file: name a folder that is empty, holds this sweep, or does not exist");
        // A process that was killed while it wrote the manifest leaves a beginning of it.
        bool isOther = Directory.Exists(full) && !IsSweep(full)
            && Directory.EnumerateFileSystemEntries(full).Any(entry => !System.IO.Path.GetFileName(entry).StartsWith(ManifestName, StringComparison.Ordinal));
        return isOther ? throw new RunFolderException($"'{path}' is not empty and holds no sweep: name a folder that is empty, holds this sweep, or does not exist") : full;
    }

    /// <summary>The folder of a sweep that exists.</summary>
    /// <exception cref="RunFolderException">There is none.</exception>
    /// <exception cref="InvalidDataException">Its manifest is damaged.</exception>
    public static SweepFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (!IsSweep(full)) throw new RunFolderException($"'{path}' holds no sweep: there is no {ManifestName} in it");
        return new(full, SweepManifest.Read(ManifestOf(full), File.ReadAllText(ManifestOf(full))));
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

    /// <summary>How far a run is.</summary>
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
            return JsonSerializer.Deserialize<RunFailure>(File.ReadAllText(FailureFile(run)), ReportJson.Indented);
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"{FailureFile(run)}: {defect.Message}", defect);
        }
    }

    /// <summary>Passes a run that can start.</summary>
    /// <exception cref="RunFolderException">A run that it needs has not finished.</exception>
    public void RequireNeeds(SweepRun run)
    {
        if (run.Needs.FirstOrDefault(name => StateOf(Sweep[name]) != SweepRunState.Finished) is { } missing)
            throw new RunFolderException($"'{run.Name}' needs '{missing}', which has not finished");
    }

    /// <summary>
    /// Claims a run for this process until the claim is disposed, from before it is looked whether it has begun: a run folder can be claimed only when it is there.
    /// </summary>
    /// <exception cref="RunBusyException">Another process has it, such as a worker whose session was killed.</exception>
    public IDisposable Claim(SweepRun run)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, Runs));
        return RunFolder.Lock(System.IO.Path.Combine(Path, Runs, $".{run.Name}.lock"), FolderOf(run));
    }

    /// <summary>Records that a run failed.</summary>
    public void RecordFailure(SweepRun run, RunFailure failure)
    {
        Directory.CreateDirectory(FolderOf(run));
        WriteText(FailureFile(run), JsonSerializer.Serialize(failure, ReportJson.Indented) + "\n");
    }

    /// <summary>
    /// Removes the record of a failure, and what a process that was killed before its run began has left, so that the run can start or go on.
    /// </summary>
    public void Clear(SweepRun run)
    {
        string folder = FolderOf(run);
        if (!Directory.Exists(folder)) return;
        File.Delete(FailureFile(run));
        if (StateOf(run) != SweepRunState.Waiting) return;
        File.Delete(System.IO.Path.Combine(folder, "recipe.json.tmp"));
        string tickets = System.IO.Path.Combine(folder, "tickets");
        if (Directory.Exists(tickets)) Directory.Delete(tickets);
    }

    /// <summary>Where a run's folder lies from the sweep's.</summary>
    internal static string RelativeFolderOf(string name) => $"{Runs}/{name}";

    /// <summary>How a recipe names the folder of another run of its sweep.</summary>
    internal static string PortableFolderOf(string name) => $"{Here}/{RelativeFolderOf(name)}";

    private static string ManifestOf(string folder) => System.IO.Path.Combine(folder, ManifestName);

    // The jobs of an array start at once: each writes a file of its own, and the first to rename it has written the manifest.
    private static void WriteManifest(string folder, Sweep sweep)
    {
        string own = string.Create(CultureInfo.InvariantCulture, $"{ManifestOf(folder)}.{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            WriteText(own, SweepManifest.Write(sweep) + "\n");
            File.Move(own, ManifestOf(folder), overwrite: false);
        }
        catch (IOException) when (File.Exists(ManifestOf(folder)))
        {
            // Somebody was first; whether it is the same sweep is seen when it is opened.
        }
        finally
        {
            File.Delete(own);
        }
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string FailureFile(SweepRun run) => System.IO.Path.Combine(FolderOf(run), "failure.json");
}
