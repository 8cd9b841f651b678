using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_files_have_the_names_of_the_contract()
    {
        RunFolder run = RunExample.Folder(folder["new/run"]);
        run.Begin(RunExample.Recipe, EngineCosts.Committed, RunExample.Data);
        run.WriteMetrics(RunExample.Summary);
        string[] paths = [run.Recipe, run.Events, run.Checkpoint, run.CycleTicket(3), run.Ticket, run.Metrics, run.Report, run.TensorBoard];
        Assert.Equal(
            [
                "recipe.json", "events.jsonl", "checkpoint.safetensors", "tickets/cycle-3.safetensors", "ticket.safetensors",
                "metrics.json", "report.html", "tensorboard"],
            paths.Select(path => Path.GetRelativePath(run.Path, path)));
        Assert.Equal(["new/run/data.json", "new/run/engine-costs.json", "new/run/metrics.json", "new/run/recipe.json"], folder.Files);
        Assert.True(Directory.Exists(Path.GetDirectoryName(run.CycleTicket(1))));
        Assert.Equal(
            RecipeJson.Write(RunExample.Recipe), RecipeJson.Write(RecipeJson.Read(File.ReadAllText(RunFolder.Open(run.Path).Recipe))));
    }

    [Fact]
    public void Only_a_folder_with_a_recipe_is_opened()
    {
        Assert.Contains("recipe.json", Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Path)).Message);
        Assert.Contains("nowhere", Assert.Throws<RunFolderException>(() => RunFolder.Open(folder["nowhere"])).Message);
    }

    [Fact]
    public void The_metrics_come_back_as_they_were_and_damage_is_named()
    {
        RunFolder run = RunExample.Folder(folder["run"]);
        run.Begin(RunExample.Recipe, EngineCosts.Committed, RunExample.Data);
        run.WriteMetrics(RunExample.Summary);
        Assert.Equivalent(RunExample.Summary, run.ReadMetrics(), strict: true);
        File.WriteAllText(run.Metrics, "{");
        Assert.StartsWith(run.Metrics, Assert.Throws<InvalidDataException>(run.ReadMetrics).Message);
        File.Delete(run.Metrics);
        Assert.StartsWith(run.Metrics, Assert.Throws<InvalidDataException>(run.ReadMetrics).Message);
    }

    [Fact]
    public void A_finished_run_without_its_ticket_is_not_told_to_be_resumed()
    {
        RunFolder run = RunExample.Folder(folder["run"]);
        run.Begin(RunExample.Recipe, EngineCosts.Committed, RunExample.Data);
        Assert.Contains("the run is not finished; resume it", Refusal(), StringComparison.Ordinal);
        run.WriteMetrics(RunExample.Summary);
        string again = $"train it anew with: suptickets train {run.Recipe} --out {run.Path}-again";
        Assert.Equal($"'{run.Path}': the run has finished, and its ticket.safetensors is gone; {again}", Refusal());
        File.WriteAllText(run.CycleTicket(2), "");
        Assert.Contains(
            $"is gone; name the last of its cheap tickets, {run.CycleTicket(2)}, or {again}", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<RunFolderException>(run.RequireTicket).Message;
    }
}
