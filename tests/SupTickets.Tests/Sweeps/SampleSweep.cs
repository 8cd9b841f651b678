using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Tests.Reports;

namespace SupTickets.Tests.Sweeps;

/// <summary>Sweeps as text.</summary>
internal static class SampleSweep
{
    /// <summary>Two methods at two sparsities with two seeds.</summary>
    public const string Grid = """
        {
          "name": "grid", // comments may stand here
          "recipe": { "data": { "trainSamples": 50 }, "schedule": { "epochs": 7 } },
          "set": { "schedule.batch": 5 },
          "axes": [
            [
              { "name": "rigl", "set": { "method.name": "rigl" } },
              { "name": "rand", "set": { "method.name": "set", "schedule.epochs": 9 } }
            ],
            { "topology.sparsity": [0.9, 0.95] },
          ],
          "seeds": [41, 7],
        }
        """;

    public static Sweep Parse(string json, params RecipeEdit[] edits) => SweepFile.Parse("s.json", json, edits, RecipeTables.Names);

    /// <summary>Makes a run look finished, with that accuracy of the superposed ticket.</summary>
    public static RunFolder Finish(SweepFolder folder, SweepRun run, double top1)
    {
        RunFolder finished = RunExample.Folder(folder.FolderOf(run));
        finished.Begin(run.Recipe, EngineCosts.Committed, RunExample.Data);
        finished.WriteMetrics(
            RunExample.Summary with
            {
                Run = RecipeIdentity.Of(run.Recipe),
                Seed = run.Seed,
                Superposed = RunExample.Summary.Superposed! with
                {
                    Metrics = RunExample.Metrics(top1),
                }
            });
        return finished;
    }
}
