using System.Text.Json;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Runs;
using SupTickets.Storage;

namespace SupTickets.Experiments;

/// <summary>Keeps what is small of a finished run, and measures what else its tickets tell, so that they need not be kept.</summary>
public static class RunKeeping
{
    /// <summary>Points on each line between two tickets, both ends included.</summary>
    public const int LinePoints = 11;

    private const string TicketsName = "tickets.json", DataFolder = "data";

    // What curves and tables are made of. Single steps and the connections of each layer are the bulk of a log.
    private static readonly HashSet<string> KeptEvents =
        ["started", "epoch", "evaluation", "ticket", "superposition", "warning", "finished"];

    /// <summary>
    /// Copies recipe, figures, costs and fingerprint of the data of a finished run, and the part of its log that curves need; of a run with
    /// tickets also the figures of every averaging of Figure 3 and the comparison of its tickets. The folder of a run that is there already
    /// is left as it is.
    /// </summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="into">The folder that gets a folder of the same name.</param>
    /// <param name="cancel">Stops between two batches; nothing is kept then.</param>
    /// <returns>The new folder.</returns>
    /// <exception cref="RunFolderException">The run is not finished, or another run is kept under its name.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static string Keep(string folder, string into, CancellationToken cancel)
    {
        RunFolder run = RunFolder.Open(folder);
        if (!File.Exists(run.Metrics)) throw new RunFolderException($"'{folder}' is not finished: there are no figures to keep");
        RunSummary summary = run.ReadMetrics();
        string target = Path.Combine(into, Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Path)));
        if (Directory.Exists(target))
        {
            return RunFolder.Open(target).ReadMetrics().Run == summary.Run
                ? target
                : throw new RunFolderException($"'{target}' holds another run: remove it, or name another folder");
        }

        // Made beside its place and moved there, so that a folder of a run is whole or not there.
        string making = $"{target}.{Path.GetRandomFileName()}.tmp";
        Directory.CreateDirectory(making);
        try
        {
            Write(run, summary, making, cancel);
            Directory.Move(making, target);
            return target;
        }
        catch
        {
            Directory.Delete(making, recursive: true);
            throw;
        }
    }

    private static void Write(RunFolder run, RunSummary summary, string into, CancellationToken cancel)
    {
        Recipe recipe = run.ParseRecipe();
        // The place of the data on this machine is nobody's business.
        if (recipe.Data.Folder is not null) recipe = recipe with { Data = recipe.Data with { Folder = DataFolder } };
        AtomicFile.WriteText(Path.Combine(into, Path.GetFileName(run.Recipe)), RecipeJson.Write(recipe) + "\n");
        foreach (string file in new[] { run.Metrics, run.EngineCosts, run.Data }.Where(File.Exists))
            File.Copy(file, Path.Combine(into, Path.GetFileName(file)));
        if (File.Exists(run.Events))
            AtomicFile.WriteText(Path.Combine(into, Path.GetFileName(run.Events)), string.Concat(File.ReadLines(run.Events).Where(IsKept)
                .Select(line => line + "\n")));
        if (summary.Tickets.Count < 2) return;
        Write(Path.Combine(into, KeptRuns.AveragesName), AveragingSetting.All.ToDictionary(
            setting => setting.Key, setting => RunMeasurements.Measure(run.Path, setting.Averaging, setting.Beta, cancel)));
        Write(Path.Combine(into, TicketsName), TicketAnalysis.Examine(run.Path, LinePoints, instead: null, progress: null, cancel));
    }

    private static void Write<T>(string file, T value) =>
        AtomicFile.WriteText(file, JsonSerializer.Serialize(value, RunJson.Indented) + "\n");

    private static bool IsKept(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("event", out JsonElement kind) && KeptEvents.Contains(kind.GetString() ?? "");
        }
        catch (JsonException)
        {
            // A line that was cut off, which readers of logs leave out too.
            return false;
        }
    }
}
