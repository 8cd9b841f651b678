using SupTickets.Recipes;
using SupTickets.Reports;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_files_have_the_names_of_the_contract()
    {
        RunFolder run = RunFolder.Create(folder["new/run"]);
        run.WriteRecipe(RunExample.Recipe);
        run.WriteMetrics(RunExample.Summary);
        string[] paths = [run.Recipe, run.Events, run.Checkpoint, run.CycleTicket(3), run.Ticket, run.Metrics, run.Report, run.TensorBoard];
        Assert.Equal(
            ["recipe.json", "events.jsonl", "checkpoint.safetensors", "tickets/cycle-3.safetensors", "ticket.safetensors", "metrics.json", "report.html", "tensorboard"],
            paths.Select(path => Path.GetRelativePath(run.Path, path)));
        Assert.Equal(["new/run/metrics.json", "new/run/recipe.json"], folder.Files);
        Assert.True(Directory.Exists(Path.GetDirectoryName(run.CycleTicket(1))));
        Assert.Equal(RecipeJson.Write(RunExample.Recipe), RecipeJson.Write(RecipeJson.Read(File.ReadAllText(RunFolder.Open(run.Path).Recipe))));
    }

    [Fact]
    public void An_empty_folder_is_taken_and_a_full_one_never()
    {
        Directory.CreateDirectory(folder["empty"]);
        Assert.Equal(folder["empty"], RunFolder.Create(folder["empty"]).Path);
        File.WriteAllText(folder["file"], "x");
        Assert.Contains(folder["file"], Assert.Throws<RunFolderException>(() => RunFolder.Create(folder["file"])).Message);
        string refused = Assert.Throws<RunFolderException>(() => RunFolder.Create(folder.Path)).Message;
        Assert.Contains(folder.Path, refused);
        Assert.Contains("not empty", refused);
        RunFolder.Create(folder["run"]).WriteRecipe(new());
        Assert.Contains("resume", Assert.Throws<RunFolderException>(() => RunFolder.Create(folder["run"])).Message);
        Assert.Equal("x", File.ReadAllText(folder["file"]));
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
        RunFolder run = RunFolder.Create(folder["run"]);
        run.WriteMetrics(RunExample.Summary);
        Assert.Equivalent(RunExample.Summary, run.ReadMetrics(), strict: true);
        File.WriteAllText(run.Metrics, "{");
        Assert.StartsWith(run.Metrics, Assert.Throws<InvalidDataException>(run.ReadMetrics).Message);
        File.Delete(run.Metrics);
        Assert.StartsWith(run.Metrics, Assert.Throws<InvalidDataException>(run.ReadMetrics).Message);
    }
}
