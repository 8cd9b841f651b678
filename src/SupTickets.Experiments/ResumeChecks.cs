using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>
/// Checks whether everything that decides the bits of a run, besides its recipe and its checkpoint, is as it was when the run began.
/// </summary>
internal static class ResumeChecks
{
    /// <summary>Warnings of what could not be checked.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data it would go on with.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="settings">How it goes on.</param>
    /// <param name="step">Where it goes on.</param>
    /// <exception cref="DataException">The data is not that with which it began.</exception>
    internal static IEnumerable<Warning> Of(RunFolder run, ImageData data, Recipe recipe, ResumeSettings settings, long step)
    {
        List<Warning> warnings = [];
        if (run.ReadData() is not { } began)
        {
            if (settings.DataFolder is not null) warnings.Add(new(step, "data", "the run folder has no data.json, as an earlier version "
                + "left it: whether the data is that with which the run began cannot be told"));
        }
        else if (began.Difference(DataFingerprint.Of(data)) is { } difference)
        {
            string where = recipe.Data.Folder is { } folder ? $"the data in '{folder}'" : $"the data {recipe.Data.Name}";
            throw new DataException($"{where} is not that with which the run began: {difference}; if that data lies elsewhere, name its "
                + "folder with --data-dir");
        }

        return warnings;
    }

    /// <summary>
    /// The costs by which engines are chosen from here on: those of the checkpoint. Without a checkpoint, or with one of an earlier
    /// version, those of the folder.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The folder's costs are damaged, or not those with which the checkpoint was written.
    /// </exception>
    internal static EngineCosts CostsOf(RunFolder run, Checkpoint? checkpoint)
    {
        EngineCosts kept = run.ReadEngineCosts();
        if (checkpoint?.EngineCosts is not { } used) return kept;
        return !File.Exists(run.EngineCosts) || kept == used
            ? used
            : throw new InvalidDataException($"{run.EngineCosts}: other costs than those by which the run has chosen its engines so far; "
                + "without the file it goes on by its own");
    }

    /// <summary>A warning if nothing records by which costs the run began; null if something does, or if no engine is chosen.</summary>
    internal static string? CostsAreLost(RunFolder run, Checkpoint? checkpoint, Recipe recipe) =>
        File.Exists(run.EngineCosts) || checkpoint?.EngineCosts is not null || Engines.All[recipe.Engine] != Engine.Auto
            ? null
            : "the run folder has no engine-costs.json, so engines are chosen by the committed costs: the bits may differ from those of "
                + "the run as it began";

    /// <summary>
    /// The events in the log of a run. None if the run starts over, since the log is then written anew, whatever it holds.
    /// </summary>
    /// <exception cref="InvalidDataException">It is that of another run.</exception>
    internal static IReadOnlyList<TrainingEvent> EventsOf(RunFolder run, ResumePoint from)
    {
        try
        {
            return run.ReadEvents().Events;
        }
        catch (InvalidDataException) when (from == ResumePoint.Start)
        {
            return [];
        }
        catch (InvalidDataException foreign)
        {
            throw new InvalidDataException(
                $"{foreign.Message}; move it away, or train again from the first step, which writes over it, with: "
                + $"suptickets resume {ShellWord.Of(run.Path)} --from start",
                foreign);
        }
    }

    private static bool LiesInFolder(DataOptions data) => RecipeTables.Names.DataSetsInFolders.Contains(data.Name);

    /// <summary>Requires data that lies in a folder, for which another folder can be named.</summary>
    /// <exception cref="DataException">It lies in none.</exception>
    internal static void RequireFolder(DataOptions data)
    {
        if (!LiesInFolder(data)) throw new DataException($"the data of this run, {data.Name}, lies in no folder");
    }

    /// <summary>The error, with what to do, if the data of a run is not where the recipe says; null if something is there.</summary>
    internal static DataException? Missing(RunFolder run, DataOptions data) =>
        !LiesInFolder(data) || data.Folder is not { } folder || Directory.Exists(folder)
            ? null
            : new($"the data folder '{folder}' of this run does not exist; where it was moved, name it: suptickets resume "
                + $"{ShellWord.Of(run.Path)} --data-dir DIR");
}
