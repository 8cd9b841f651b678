using System.Globalization;
using System.Text.Json;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Writes the grid out, and checks the recipe of every run.</summary>
/// <param name="definition">The sweep.</param>
/// <param name="edits">Changes for every run besides the sweep's own; the axes come after them.</param>
/// <param name="validator">Validates recipes.</param>
internal sealed class SweepExpansion(SweepDefinition definition, IReadOnlyList<RecipeEdit> edits, RecipeValidator validator)
{
    private readonly Dictionary<string, List<string>> errors = [];

    /// <summary>The runs.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="SweepException">Recipes have errors; those of all runs are listed, each once.</exception>
    public Sweep Expand(string source)
    {
        List<SweepRun> runs = [];
        foreach (IReadOnlyList<SweepValue> cell in Cells())
        {
            foreach (ulong seed in definition.Seeds) runs.Add(Run(runs.Count, cell, seed));
        }

        if (errors.Count > 0)
            throw new SweepException(source, [.. errors.Select(error => $"{error.Key} ({Where(error.Value, runs.Count)})")]);
        return new(definition.Name, runs);
    }

    private static string Where(List<string> names, int total) => names.Count switch
    {
        _ when names.Count == total => "every run",
        <= 3 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more",
    };

    private IEnumerable<IReadOnlyList<SweepValue>> Cells() =>
        definition.Axes.Aggregate<IReadOnlyList<SweepValue>, IEnumerable<IReadOnlyList<SweepValue>>>(
        [[]], (cells, axis) => cells.SelectMany(cell => axis.Select(value => (IReadOnlyList<SweepValue>)[.. cell, value])));

    private SweepRun Run(int index, IReadOnlyList<SweepValue> cell, ulong seed)
    {
        string[] names = Names(cell);
        string name = NameOf(names, seed);
        List<RecipeEdit> changes = [.. definition.Set, .. edits];
        List<string> needs = [];
        foreach (var (axis, value) in cell.Index())
        {
            string? needed = value.Needs is { } other ? NameOf([.. names[..axis], other, .. names[(axis + 1)..]], seed) : null;
            if (needed is not null) needs.Add(needed);
            // Names are plain letters, so the text stays JSON.
            changes.AddRange(value.Set.Select(edit => needed is null ? edit : edit with
            {
                Value = edit.Value.Replace(SweepReader.NeedsMark, SweepFolder.PortableFolderOf(needed), StringComparison.Ordinal),
            }));
        }

        changes.Add(new("seed", seed.ToString(CultureInfo.InvariantCulture)));
        changes.Add(new("name", JsonSerializer.Serialize(name)));
        return new(index, name, names, seed, Recipe(name, cell, changes), needs);
    }

    private Recipe Recipe(string name, IReadOnlyList<SweepValue> cell, IEnumerable<RecipeEdit> changes)
    {
        string[] instead = [.. cell.Select(value => value.Recipe).OfType<string>()];
        if (instead.Length > 1) Add("recipe: got one from several axes; allowed: at most one axis that replaces the recipe", name);
        try
        {
            Recipe recipe = RecipeJson.Read(instead.LastOrDefault() ?? definition.Recipe, changes, validator);
            // A run may start in another working folder than the one in which the sweep was asked for.
            return recipe.Data.Folder is { } folder && !folder.StartsWith(SweepFolder.Here, StringComparison.Ordinal)
                ? recipe with { Data = recipe.Data with { Folder = Path.GetFullPath(folder) } }
                : recipe;
        }
        catch (SettingException defect)
        {
            foreach (SettingError error in defect.Errors) Add(error.ToString(), name);
            return new();
        }
    }

    private string[] Names(IReadOnlyList<SweepValue> cell) => cell.Count == 0 ? [definition.Name] : [.. cell.Select(value => value.Name)];

    private static string NameOf(IReadOnlyList<string> names, ulong seed) =>
        string.Join(SweepRun.Separator, names.Append(seed.ToString(CultureInfo.InvariantCulture)));

    private void Add(string error, string run)
    {
        if (!errors.TryGetValue(error, out List<string>? runs)) errors.Add(error, runs = []);
        runs.Add(run);
    }
}
