using System.Globalization;
using System.Text;
using System.Text.Json;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>The folder of one run and the names of the files in it. <see cref="RunClaim"/> takes one.</summary>
public sealed class RunFolder
{
    /// <summary>The report's name, in the folder of a run and of a sweep.</summary>
    public const string ReportName = "report.html";

    /// <summary>The name of the lock, in the folder of a run and of a sweep.</summary>
    internal const string LockName = ".lock";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The fully resolved recipe, written before the first step.</summary>
    public string Recipe => In("recipe.json");

    /// <summary>The costs by which the run chooses its engines.</summary>
    public string EngineCosts => In("engine-costs.json");

    /// <summary>The fingerprint of the data with which the run began.</summary>
    public string Data => In("data.json");

    /// <summary>The events, one a line.</summary>
    public string Events => In("events.jsonl");

    /// <summary>The latest checkpoint.</summary>
    public string Checkpoint => In("checkpoint.safetensors");

    /// <summary>The checkpoint before the latest, where the recipe keeps it.</summary>
    public string PreviousCheckpoint => In("checkpoint.previous.safetensors");

    /// <summary>The ultimate ticket.</summary>
    public string Ticket => In("ticket.safetensors");

    /// <summary>The final figures.</summary>
    public string Metrics => In("metrics.json");

    /// <summary>The report for people.</summary>
    public string Report => In(ReportName);

    /// <summary>The file that is there, and locked, while a process works on the folder.</summary>
    internal string Lock => In(LockName);

    /// <summary>The folder of TensorBoard's event files, where they are asked for.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>The folder of a run that exists.</summary>
    /// <exception cref="RunFolderException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder folder = At(path);
        if (File.Exists(folder.Recipe)) return folder;
        throw new RunFolderException(folder.Leftovers.AreAll
            ? $"'{path}' holds no run: it was stopped before it began; start it again with: suptickets train --out {path}"
            : $"'{path}' holds no run: there is no recipe.json in it");
    }

    /// <summary>A folder, whatever is in it.</summary>
    internal static RunFolder At(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>What a process that was killed, or gave its run up, left in the folder.</summary>
    internal RunLeftovers Leftovers => new(this);

    /// <summary>The cheap ticket that ends cycle <paramref name="cycle"/>, counted from 1.</summary>
    public string CycleTicket(int cycle) => In(string.Create(CultureInfo.InvariantCulture, $"tickets/cycle-{cycle}.safetensors"));

    /// <summary>The cheap tickets that are there, in the order of their cycles.</summary>
    public IReadOnlyList<(int Cycle, string Path)> CycleTickets()
    {
        if (!Directory.Exists(Tickets)) return [];
        return
        [
            .. Directory.EnumerateFiles(Tickets, "cycle-*.safetensors")
                .Select(file =>
                    (
                        Known: int.TryParse(
                            System.IO.Path.GetFileNameWithoutExtension(file)["cycle-".Length..], NumberStyles.None,
                            CultureInfo.InvariantCulture, out int cycle),
                        cycle))
                .Where(file => file.Known)
                .OrderBy(file => file.cycle)
                .Select(file => (file.cycle, CycleTicket(file.cycle))),
        ];
    }

    /// <summary>
    /// Writes the files that decide the bits of the run. The recipe comes last: it makes the run resumable, and the other files must be
    /// there then.
    /// </summary>
    /// <exception cref="RunFolderException">Another process has written a recipe.</exception>
    public void Begin(Recipe recipe, EngineCosts costs, DataFingerprint data)
    {
        Directory.CreateDirectory(Tickets);
        AtomicFile.WriteText(EngineCosts, costs.ToJson() + "\n");
        AtomicFile.WriteText(Data, data.ToJson() + "\n");
        byte[] text = Encoding.UTF8.GetBytes(RecipeJson.Write(recipe) + "\n");
        if (!AtomicFile.TryWriteNew(Recipe, stream => stream.Write(text)))
            throw new RunFolderException($"'{Path}' holds a run that another process began");
    }

    /// <summary>Reads <see cref="Data"/>; null where an earlier version began the run.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public DataFingerprint? ReadData()
    {
        if (!File.Exists(Data)) return null;
        try
        {
            return DataFingerprint.FromJson(RegularFile.ReadText(Data));
        }
        catch (InvalidDataException defect)
        {
            throw new InvalidDataException($"{Data}: {defect.Message}", defect);
        }
    }

    /// <summary>Writes <see cref="Recipe"/> anew, for a run whose data was moved.</summary>
    internal void MoveData(Recipe recipe) => AtomicFile.WriteText(Recipe, RecipeJson.Write(recipe) + "\n");

    /// <summary>Reads <see cref="EngineCosts"/>; the committed costs, without panels, where a run has none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public EngineCosts ReadEngineCosts()
    {
        if (!File.Exists(EngineCosts)) return Networks.EngineCosts.Here.WithoutPanels();
        try
        {
            return Networks.EngineCosts.FromJson(RegularFile.ReadText(EngineCosts));
        }
        catch (InvalidDataException defect)
        {
            throw new InvalidDataException($"{EngineCosts}: {defect.Message}", defect);
        }
    }

    /// <summary>The text of <see cref="Recipe"/>.</summary>
    public string ReadRecipe() => RegularFile.ReadText(Recipe);

    /// <summary>
    /// Writes files of the run. A folder that is gone is no wrong request: somebody removed it while the run was at work.
    /// </summary>
    /// <exception cref="IOException">The folder is gone, or a folder in it.</exception>
    internal T Written<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException && !File.Exists(Recipe))
        {
            throw new IOException(
                $"'{Path}': the folder of the run is gone, removed or renamed while the run was written; "
                + "under another name it goes on with: suptickets resume NAME",
                gone);
        }
        catch (DirectoryNotFoundException gone)
        {
            throw new IOException($"'{Path}': a folder of the run was removed or renamed while the run was written: {gone.Message}", gone);
        }
    }

    /// <summary>The path of <see cref="Ticket"/>.</summary>
    /// <exception cref="RunFolderException">There is none: the run has not ended, or the file was removed.</exception>
    public string RequireTicket()
    {
        if (File.Exists(Ticket)) return Ticket;
        if (!File.Exists(Metrics))
        {
            throw new RunFolderException(
                $"'{Path}' has no ticket.safetensors yet: the run is not finished; resume it, or name one of the files in its tickets "
                + "folder");
        }

        string kept = CycleTickets() is [.., var last] ? $"name the last of its cheap tickets, {last.Path}, or " : "";
        string again = $"suptickets train {ShellWord.Of(Recipe)} --out {ShellWord.Of(Path + "-again")}";
        throw new RunFolderException(
            $"'{Path}': the run has finished, and its ticket.safetensors is gone; {kept}train it anew with: {again}");
    }

    /// <summary>Writes <see cref="Metrics"/>.</summary>
    public void WriteMetrics(RunSummary summary) =>
        AtomicFile.WriteText(Metrics, JsonSerializer.Serialize(summary, RunJson.Indented) + "\n");

    /// <summary>Reads <see cref="Metrics"/>.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no summary.</exception>
    public RunSummary ReadMetrics()
    {
        try
        {
            RunSummary summary = JsonSerializer.Deserialize<RunSummary>(RegularFile.ReadText(Metrics), RunJson.Indented)
                ?? throw new JsonException("it is null");
            SummaryCheck.Require(summary);
            return IsOf(summary, ParseRecipe()) ? summary : throw Foreign(Metrics, "the figures");
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"{Metrics}: {JsonText.Explain(defect)}", defect);
        }
        catch (Exception defect) when (defect is FormatException or FileNotFoundException)
        {
            throw new InvalidDataException($"{Metrics}: {defect.Message}", defect);
        }
    }

    /// <summary>Reads <see cref="Ticket"/>.</summary>
    /// <exception cref="RunFolderException">The run has not ended, so there is none.</exception>
    /// <exception cref="InvalidDataException">The ticket is damaged, of another run, or another one of this run.</exception>
    public Ticket ReadTicket() => ReadTicket(RequireTicket(), TicketDescription.Ultimate);

    /// <summary>Reads the cheap ticket that ends cycle <paramref name="cycle"/>, counted from 1.</summary>
    /// <exception cref="InvalidDataException">The ticket is damaged, of another run, or another one of this run.</exception>
    public Ticket ReadTicket(int cycle) => ReadTicket(CycleTicket(cycle), TicketDescription.OfCycle(cycle));

    /// <summary>Reads <see cref="Events"/> as far as they can be read; nothing where there is no log.</summary>
    /// <exception cref="InvalidDataException">The log is of another run.</exception>
    public LoggedEvents ReadEvents()
    {
        if (!File.Exists(Events)) return new([], []);
        LoggedEvents log = EventLog.Read(Events);
        string[] runs = [.. log.Events.OfType<RunStarted>().Select(start => start.Run).OfType<string>().Distinct()];
        return runs.Length == 0 || runs is [var run] && run == RecipeIdentity.Of(ParseRecipe()) ? log : throw Foreign(Events, "the log");
    }

    private Ticket ReadTicket(string path, string part)
    {
        // Each recipe is parsed first: one that cannot be read does not mean another run.
        string own = ReadRecipe();
        Parse(own, Recipe);
        Ticket ticket = TicketFile.Read(path);
        Parse(ticket.Description.Recipe, $"{path}: its metadata 'recipe'");
        if (!RecipeJson.Same(ticket.Description.Recipe, own.TrimEnd('\n'))) throw Foreign(path, "a ticket");
        // Files of earlier versions do not say which ticket of their run they are.
        return ticket.Description.Part is not { } said || said == part
            ? ticket
            : throw new InvalidDataException($"{path}: its metadata 'part' says that it is '{said}' of its run, where '{part}' belongs");
    }

    /// <summary>Reads <see cref="Recipe"/>.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names the file.</exception>
    internal Recipe ParseRecipe() => Parse(ReadRecipe(), Recipe);

    private static Recipe Parse(string text, string where)
    {
        try
        {
            return RecipeJson.Read(text);
        }
        catch (SettingException defect)
        {
            throw new InvalidDataException($"{where}: {defect.Message}", defect);
        }
    }

    private InvalidDataException Foreign(string path, string what) => new($"{path}: {what} of another run than that of {Recipe}");

    // Figures written before runs had an identity are compared by the parts of the recipe that they hold.
    private static bool IsOf(RunSummary summary, Recipe recipe) => summary.Run is { } run
        ? run == RecipeIdentity.Of(recipe)
        : (summary.Model, summary.Data, summary.Method, summary.Seed, summary.Epochs)
            == (recipe.Model.Name, recipe.Data.Name, recipe.Method.Name, recipe.Seed, recipe.Schedule.Epochs);

    /// <summary>The folder of the cheap tickets.</summary>
    internal string Tickets => In("tickets");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
