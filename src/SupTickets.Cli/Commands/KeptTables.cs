using System.Text.Json;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>Tables of runs that were kept: nothing is run and no ticket is read.</summary>
internal static class KeptTables
{
    private const string Folder = "tables";

    /// <summary>Writes <c>tables/NAME.md</c> and <c>tables/NAME.json</c> in the folder of the runs.</summary>
    /// <param name="terminal">Gets the tables.</param>
    /// <param name="name">A table or figure, or <see cref="ReproduceCommand.All"/> for all that have such runs.</param>
    /// <param name="scale">The scale at which they ran.</param>
    /// <param name="from">The folder of the runs.</param>
    /// <param name="json">Whether the tables are one JSON document.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="RequestException">No such run is kept.</exception>
    public static int Write(Terminal terminal, string name, string scale, string from, bool json)
    {
        KeptRuns kept = KeptRuns.Read(from);
        ReproducedTable[] tables = name == ReproduceCommand.All
            ? [.. PaperReproductions.Names.Select(PaperReproductions.Read).Where(one => one.Scales.Any(size => size.Name == scale))
                .Select(one => Of(one, one.Scale(scale), kept)).OfType<ReproducedTable>()]
            : Of(PaperReproductions.Read(name), PaperReproductions.Read(name).Scale(scale), kept) is { } only ? [only] : [];
        if (tables.Length == 0)
            throw new RequestException(
                $"--from: got '{from}', which keeps {Counted.Of(kept.Count, "run")}, none of {name} at the scale {scale}; "
                + "allowed: a folder that --keep has filled");
        terminal.KeepResultInFiles();
        Directory.CreateDirectory(Path.Combine(from, Folder));
        foreach (ReproducedTable table in tables)
        {
            string path = Path.Combine(from, Folder, table.Name);
            AtomicFile.WriteText(path + ".md", TableMarkdown.Write(table));
            AtomicFile.WriteText(path + ".json", JsonSerializer.Serialize(TableJson.Document(table), JsonOutput.Options) + "\n");
            if (json) continue;
            ReproductionTables.Write(terminal, table);
            terminal.Out.WriteLine($"-> {path}.md");
        }

        if (json) terminal.WriteJson(new { folder = from, tables = tables.Select(TableJson.Document) });
        return ExitCode.Done;
    }

    // Null where none of its runs is kept.
    private static ReproducedTable? Of(Reproduction reproduction, ReproductionScale scale, KeptRuns kept)
    {
        var groups = kept.GroupsOf(reproduction.SweepAt(scale, seeds: null, edits: [], RecipeTables.Names));
        return groups.All(group => group.Runs.Count == 0)
            ? null
            : ReproducedTable.Of(reproduction, scale, groups, RecipeTables.Names, kept);
    }
}
