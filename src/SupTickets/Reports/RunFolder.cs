using System.Globalization;
using System.Text;
using System.Text.Json;
using SupTickets.Layers;
using SupTickets.Recipes;
using SupTickets.Storage;

namespace SupTickets.Reports;

/// <summary>The folder of one run and the names of the files in it. A folder that holds anything is never taken for a new run.</summary>
public sealed class RunFolder
{
    /// <summary>The report's name, in the folder of a run and of a sweep.</summary>
    public const string ReportName = "report.html";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    private bool IsNew { get; init; }

    /// <summary>The fully resolved recipe, written before the first step.</summary>
    public string Recipe => In("recipe.json");

    /// <summary>By what the run chooses its engines.</summary>
    public string EngineCosts => In("engine-costs.json");

    /// <summary>The events, one a line.</summary>
    public string Events => In("events.jsonl");

    /// <summary>The latest checkpoint.</summary>
    public string Checkpoint => In("checkpoint.safetensors");

    /// <summary>The ultimate ticket.</summary>
    public string Ticket => In("ticket.safetensors");

    /// <summary>The final figures.</summary>
    public string Metrics => In("metrics.json");

    /// <summary>The report for people.</summary>
    public string Report => In(ReportName);

    /// <summary>The folder of TensorBoard's event files, where they are asked for.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>Takes a folder for a new run, and makes it where it does not exist.</summary>
    /// <exception cref="RunFolderException">It holds something, or is no folder.</exception>
    public static RunFolder Create(string path)
    {
        RequireFree(path);
        string full = System.IO.Path.GetFullPath(path);
        bool isNew = !Directory.Exists(full);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"'{path}' cannot be made: {refusal.Message}");
        }

        return new(full) { IsNew = isNew };
    }

    /// <summary>Throws unless <paramref name="path"/> could be taken for a new run; touches nothing.</summary>
    /// <exception cref="RunFolderException">It holds something, or is no folder.</exception>
    public static void RequireFree(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new RunFolderException($"'{path}' names no folder: name one that is empty or does not exist");
        string full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full)) throw new RunFolderException($"'{path}' is a file: name a folder that is empty or does not exist");
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            throw new RunFolderException(File.Exists(System.IO.Path.Combine(full, "recipe.json"))
                ? $"'{path}' holds a run, which is never overwritten: resume it, or name a folder that is empty or does not exist"
                : $"'{path}' is not empty: name a folder that is empty or does not exist");
        }
    }

    /// <summary>The folder of a run that exists.</summary>
    /// <exception cref="RunFolderException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder folder = new(System.IO.Path.GetFullPath(path));
        return File.Exists(folder.Recipe) ? folder : throw new RunFolderException($"'{path}' holds no run: there is no recipe.json in it");
    }

    /// <summary>The cheap ticket that ends cycle <paramref name="cycle"/>, counted from 1.</summary>
    public string CycleTicket(int cycle) => In(string.Create(CultureInfo.InvariantCulture, $"tickets/cycle-{cycle}.safetensors"));

    /// <summary>The cheap tickets that are there, in the order of their cycles.</summary>
    public IReadOnlyList<(int Cycle, string Path)> CycleTickets()
    {
        if (!Directory.Exists(In("tickets"))) return [];
        return
        [
            .. Directory.EnumerateFiles(In("tickets"), "cycle-*.safetensors")
                .Select(file => (Known: int.TryParse(System.IO.Path.GetFileNameWithoutExtension(file)["cycle-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int cycle), cycle))
                .Where(file => file.Known)
                .OrderBy(file => file.cycle)
                .Select(file => (file.cycle, CycleTicket(file.cycle))),
        ];
    }

    /// <summary>Writes <see cref="Recipe"/>, and makes the folder of the cheap tickets.</summary>
    public void WriteRecipe(Recipe recipe)
    {
        Directory.CreateDirectory(In("tickets"));
        WriteText(Recipe, RecipeJson.Write(recipe) + "\n");
    }

    /// <summary>Writes <see cref="EngineCosts"/>, so that the run goes on with the engines it started with.</summary>
    public void WriteEngineCosts(EngineCosts costs) => WriteText(EngineCosts, costs.ToJson() + "\n");

    /// <summary>Reads <see cref="EngineCosts"/>; the committed costs where a run has none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public EngineCosts ReadEngineCosts()
    {
        if (!File.Exists(EngineCosts)) return Layers.EngineCosts.Committed;
        try
        {
            return Layers.EngineCosts.FromJson(File.ReadAllText(EngineCosts));
        }
        catch (InvalidDataException defect)
        {
            throw new InvalidDataException($"{EngineCosts}: {defect.Message}", defect);
        }
    }

    /// <summary>Removes what a run has written that came to nothing, and the folder if it was made for it.</summary>
    public void Discard()
    {
        foreach (string written in new[] { Recipe, EngineCosts, Events, Report }) File.Delete(written);
        foreach (string folder in new[] { In("tickets"), TensorBoard })
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        if (IsNew) Directory.Delete(Path);
    }

    /// <summary>Claims the folder for this process until the claim is disposed: two processes would cut each other's event log.</summary>
    /// <exception cref="RunBusyException">Another process has it.</exception>
    public IDisposable Claim() => Lock(In(".lock"), Path);

    /// <summary>Holds a file that exists as long as somebody works on <paramref name="path"/>.</summary>
    /// <exception cref="RunBusyException">Another process holds it.</exception>
    internal static IDisposable Lock(string file, string path)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new RunBusyException($"another process is working on '{path}': wait until it ends, or stop it");
        }
    }

    /// <summary>The text of <see cref="Recipe"/>.</summary>
    public string ReadRecipe() => File.ReadAllText(Recipe);

    /// <summary>The path of <see cref="Ticket"/>.</summary>
    /// <exception cref="RunFolderException">The run has not come to its end, so there is none.</exception>
    public string RequireTicket() => File.Exists(Ticket)
        ? Ticket
        : throw new RunFolderException($"'{Path}' has no ticket.safetensors yet: the run is not finished; resume it, or name one of the files in its tickets folder");

    /// <summary>Writes <see cref="Metrics"/>.</summary>
    public void WriteMetrics(RunSummary summary) => WriteText(Metrics, JsonSerializer.Serialize(summary, ReportJson.Indented) + "\n");

    /// <summary>Reads <see cref="Metrics"/>.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no summary.</exception>
    public RunSummary ReadMetrics()
    {
        try
        {
            return JsonSerializer.Deserialize<RunSummary>(File.ReadAllText(Metrics), ReportJson.Indented) ?? throw new JsonException("it is null");
        }
        catch (Exception defect) when (defect is JsonException or FileNotFoundException)
        {
            throw new InvalidDataException($"{Metrics}: {defect.Message}", defect);
        }
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
