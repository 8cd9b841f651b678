using System.Text.Json;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>
/// Finished runs of which the small files are kept in one folder, to be published: every figure of every table, and no ticket. A run is
/// found by what it computes, under whatever name, so that one run stands in several tables.
/// </summary>
public sealed class KeptRuns : IRunMeasurements
{
    /// <summary>The figures of a run's tickets averaged in each way of Figure 3.</summary>
    internal const string AveragesName = "averages.json";

    private readonly Dictionary<string, GroupedRun> runs = [];

    private KeptRuns(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>How many runs are kept.</summary>
    public int Count => runs.Count;

    /// <summary>Reads the runs of a folder; none where it does not exist.</summary>
    /// <param name="path">The folder, each of whose folders with figures in it is a run.</param>
    /// <exception cref="InvalidDataException">A recipe or figures are damaged, or two folders are of the same run.</exception>
    public static KeptRuns Read(string path)
    {
        KeptRuns kept = new(path);
        if (!Directory.Exists(path)) return kept;
        foreach (string folder in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            if (!File.Exists(System.IO.Path.Combine(folder, "metrics.json"))) continue;
            RunFolder run = RunFolder.Open(folder);
            if (!kept.runs.TryAdd(RecipeIdentity.OfResult(run.ParseRecipe()), new(folder, run.ReadMetrics())))
                throw new InvalidDataException($"'{folder}' is the same run as another in '{path}'");
        }

        return kept;
    }

    /// <summary>Whether a run with that recipe is kept.</summary>
    public bool Has(Recipe recipe) => runs.ContainsKey(RecipeIdentity.OfResult(recipe));

    /// <summary>The groups of a sweep, with those of its runs that are kept.</summary>
    public IReadOnlyList<RunGroup> GroupsOf(Sweep sweep) =>
    [
        .. sweep.Runs.GroupBy(run => run.Group).Select(group =>
        {
            GroupedRun[] found = [.. group.Select(run => runs.GetValueOrDefault(RecipeIdentity.OfResult(run.Recipe))).OfType<GroupedRun>()];
            return new RunGroup(group.Key, found, group.Count() - found.Length);
        }),
    ];

    /// <inheritdoc/>
    /// <exception cref="RunFolderException">The average is not among those that are kept.</exception>
    public Metrics Averaged(string folder, string averaging, double beta)
    {
        string file = System.IO.Path.Combine(folder, AveragesName), key = new AveragingSetting(averaging, beta).Key;
        if (!File.Exists(file)) throw new RunFolderException($"'{folder}' has no {AveragesName}");
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Metrics>>(RegularFile.ReadText(file), RunJson.Indented)!
                .GetValueOrDefault(key) ?? throw new RunFolderException($"{file} has no average '{key}'");
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"{file}: {JsonText.Explain(defect)}", defect);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RunFolderException">Always: networks that answer together are not kept.</exception>
    public Diversity Together(IReadOnlyList<string> folders) =>
        throw new RunFolderException($"'{Path}' keeps no networks, which would have to answer together");
}
