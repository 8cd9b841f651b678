using SupTickets.Data;
using SupTickets.Recipes;
using SupTickets.Reports;
using SupTickets.Sweeps;
using SupTickets.Values;

namespace SupTickets;

/// <summary>The data of a sweep that lies elsewhere than when its runs began.</summary>
internal static class MovedData
{
    /// <summary>Writes the new place into the recipes of the runs that have begun; first it is looked whether it is their data.</summary>
    /// <param name="folder">The sweep as it is.</param>
    /// <param name="moved">The same runs, with the new place.</param>
    /// <exception cref="DataException">It is other data, or cannot be opened; nothing was changed.</exception>
    /// <exception cref="RunBusyException">Another process is working on a run; nothing was changed.</exception>
    internal static void Of(SweepFolder folder, Sweep moved)
    {
        List<(RunFolder Run, Recipe Recipe)> begun = [];
        List<IDisposable> claims = [];
        try
        {
            foreach (SweepRun run in moved.Runs.Where(run => run.Recipe.Data.Folder is not null && RunFolder.At(folder.FolderOf(run)) is var at && File.Exists(at.Recipe)))
            {
                if (folder.StateOf(run) != SweepRunState.Finished) claims.Add(folder.Claim(run));
                RunFolder its = RunFolder.Open(folder.FolderOf(run));
                Recipe recipe = RecipeJson.Read(its.ReadRecipe());
                begun.Add((its, recipe with { Data = recipe.Data with { Folder = Path.GetFullPath(run.Recipe.Data.Folder!) } }));
            }

            // Runs that differ by their seeds alone have one data.
            foreach (var same in begun.GroupBy(run => Key(run.Recipe.Data))) Require(same.First().Run, same.First().Recipe);
            foreach ((RunFolder run, Recipe recipe) in begun) run.MoveData(recipe);
        }
        finally
        {
            foreach (IDisposable claim in claims) claim.Dispose();
        }
    }

    private static string Key(DataOptions data) => RecipeJson.Write(new Recipe { Data = data });

    private static void Require(RunFolder run, Recipe recipe)
    {
        if (run.ReadData() is not { } began) return;
        if (began.Difference(DataFingerprint.Of(DataSets.Open(recipe.Data, new Seed(recipe.Seed).For("data")))) is { } difference)
            throw new DataException($"the data in '{recipe.Data.Folder}' is not that with which the run in '{run.Path}' began: {difference}");
    }
}
