using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>The data of a sweep that lies elsewhere than when its runs began.</summary>
internal static class MovedData
{
    /// <summary>Writes the new place into the recipes of the runs that have begun, after checking that it holds their data.</summary>
    /// <param name="folder">The sweep as it is.</param>
    /// <param name="moved">The same runs, with the new place.</param>
    /// <param name="cancel">Stops the check of the data.</param>
    /// <exception cref="DataException">It is other data, or cannot be opened; nothing was changed.</exception>
    /// <exception cref="RunBusyException">Another process is working on a run; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing was changed.</exception>
    internal static void Of(SweepFolder folder, Sweep moved, CancellationToken cancel)
    {
        List<(RunFolder Run, Recipe Recipe)> begun = [];
        List<IDisposable> claims = [];
        try
        {
            foreach (SweepRun run in moved.Runs.Where(run => LiesInFolder(run.Recipe.Data) && HasBegun(folder.FolderOf(run))))
            {
                if (folder.StateOf(run) != SweepRunState.Finished) claims.Add(folder.Claim(run));
                RunFolder its = RunFolder.Open(folder.FolderOf(run));
                Recipe recipe = its.ParseRecipe();
                begun.Add((its, recipe with { Data = recipe.Data with { Folder = PlaceOf(folder, run) } }));
            }

            // Runs that differ only in their seeds share their data.
            foreach (var same in begun.GroupBy(run => Key(run.Recipe.Data))) Require(same.First().Run, same.First().Recipe, cancel);
            cancel.ThrowIfCancellationRequested();
            foreach ((RunFolder run, Recipe recipe) in begun) run.MoveData(recipe);
        }
        finally
        {
            foreach (IDisposable claim in claims) claim.Dispose();
        }
    }

    private static string Key(DataOptions data) => RecipeJson.Write(new Recipe { Data = data });

    private static bool LiesInFolder(DataOptions data) =>
        data.Folder is not null && RecipeTables.Names.DataSetsInFolders.Contains(data.Name);

    private static bool HasBegun(string folder) => File.Exists(RunFolder.At(folder).Recipe);

    // The data may lie in the folder of another run of the sweep.
    private static string PlaceOf(SweepFolder folder, SweepRun run) => Path.GetFullPath(folder.RecipeOf(run, threads: 1).Data.Folder!);

    private static void Require(RunFolder run, Recipe recipe, CancellationToken cancel)
    {
        if (run.ReadData() is not { } began) return;
        ImageData data = DataSets.Open(recipe.Data, new Seed(recipe.Seed).For("data"), new() { Cancel = cancel });
        if (began.Difference(DataFingerprint.Of(data, cancel)) is { } difference)
            throw new DataException(
                $"the data in '{recipe.Data.Folder}' is not that with which the run in '{run.Path}' began: {difference}");
    }
}
