using SupTickets.Experiments;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Files of another run, which lie in the folder of this one: nobody takes them for its own.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ForeignFilesTests
{
    [Fact]
    public void A_file_of_another_run_is_refused_by_every_command_that_reads_it()
    {
        using TemporaryFolder scratch = new();
        (string mine, string other) = (Train(scratch["mine"], 1), Train(scratch["other"], 2));
        string[] eval = ["eval", scratch["x"]], tickets = ["tickets", scratch["x"]], ensemble = ["ensemble", scratch["x"], mine];
        string[] resume = ["resume", scratch["x"]], report = ["report", scratch["x"]], compare = ["compare", scratch["x"], mine];
        Refused("metrics.json", "the figures of another run", resume, report, compare);
        Refused("ticket.safetensors", "a ticket of another run", eval, ensemble, tickets);
        Refused("tickets/cycle-1.safetensors", "a ticket of another run", tickets);
        // A finished run is known by its figures; the others by their checkpoint.
        Refused("recipe.json", "of another run", resume, report, compare, eval, ensemble, tickets);

        void Refused(string file, string message, params string[][] commands)
        {
            foreach (string[] command in commands)
            {
                Copy(mine, scratch["x"]);
                File.Copy(Path.Combine(other, file), scratch[$"x/{file}"], overwrite: true);
                var before = SmallRun.Contents(scratch["x"]);
                var (code, _, error) = Tool.Run(command);
                Assert.True(code == 2, $"{command[0]} with {file}: {code}, {error}");
                Assert.Contains(message, error, StringComparison.Ordinal);
                Assert.Contains($"than that of {scratch["x/recipe.json"]}", error, StringComparison.Ordinal);
                Assert.Equal(before, SmallRun.Contents(scratch["x"]));
            }
        }
    }

    [Fact]
    public void Another_ticket_of_the_same_run_is_refused_unless_it_does_not_say_which_it_is()
    {
        using TemporaryFolder scratch = new();
        string mine = Train(scratch["mine"], 1);
        RunFolder folder = RunFolder.Open(mine);
        byte[] second = File.ReadAllBytes(folder.CycleTicket(2));
        File.Copy(folder.CycleTicket(1), folder.CycleTicket(2), overwrite: true);
        Assert.Equal(
            $"{folder.CycleTicket(2)}: its metadata 'part' says that it is 'cycle-1' of its run, where 'cycle-2' belongs",
            Tool.Refused("tickets", mine));
        File.WriteAllBytes(folder.CycleTicket(2), second);
        File.Copy(folder.CycleTicket(1), folder.Ticket, overwrite: true);
        string refusal = $"{folder.Ticket}: its metadata 'part' says that it is 'cycle-1' of its run, where 'ultimate' belongs";
        foreach (string[] command in new string[][] { ["eval", mine], ["ensemble", mine, mine], ["tickets", mine] })
            Assert.Equal(refusal, Tool.Refused(command));
        // Files of earlier versions are read as before.
        Ticket ticket = TicketFile.Read(folder.CycleTicket(1));
        TicketFile.Write(folder.Ticket, ticket with { Description = ticket.Description with { Part = null } });
        Assert.Null(folder.ReadTicket().Description.Part);
    }

    [Fact]
    public void A_recipe_that_cannot_be_read_is_named_and_not_taken_for_that_of_another_run()
    {
        using TemporaryFolder scratch = new();
        string mine = Train(scratch["mine"], 1), recipe = File.ReadAllText(Path.Combine(mine, "recipe.json"));
        string unknown = recipe.Replace("\"seed\"", "\"sead\"", StringComparison.Ordinal);
        foreach ((string text, string defect) in new[] { (unknown, "sead"), (recipe[..^10], "text that is not JSON") })
        {
            File.WriteAllText(Path.Combine(mine, "recipe.json"), text);
            foreach (string[] command in new string[][] { ["eval", mine], ["tickets", mine], ["ensemble", mine, mine], ["resume", mine] })
            {
                string message = Tool.Refused(command);
                Assert.StartsWith($"{Path.Combine(mine, "recipe.json")}: ", message, StringComparison.Ordinal);
                Assert.Contains(defect, message, StringComparison.Ordinal);
                Assert.DoesNotContain("another run", message, StringComparison.Ordinal);
            }
        }

        File.WriteAllText(Path.Combine(mine, "recipe.json"), recipe);
        RunFolder folder = RunFolder.Open(mine);
        Ticket ticket = folder.ReadTicket();
        TicketFile.Write(folder.Ticket, ticket with { Description = ticket.Description with { Recipe = "{ \"sead\": 1 }" } });
        Assert.Contains("ticket.safetensors: its metadata 'recipe': sead", Tool.Refused("eval", mine), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_leaves_out_the_log_and_tickets_of_another_run_and_says_so()
    {
        using TemporaryFolder scratch = new();
        (string mine, string other) = (Train(scratch["mine"], 1), Train(scratch["other"], 2));
        File.Copy(Path.Combine(other, "events.jsonl"), Path.Combine(mine, "events.jsonl"), overwrite: true);
        RunRecord record = RunRecord.Read(RunFolder.Open(mine));
        Assert.Contains("the log of another run", Assert.Single(record.Damage), StringComparison.Ordinal);
        Assert.Empty(record.History.Steps);
        Assert.Equal(0, Tool.Run("report", mine).ExitCode);
        string page = File.ReadAllText(Path.Combine(mine, "report.html"));
        Assert.Contains("the log of another run", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not complete", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_go_on_with_the_log_of_another()
    {
        using TemporaryFolder scratch = new();
        (string mine, string other) = (Train(scratch["mine"], 1), Train(scratch["other"], 2));
        File.Delete(Path.Combine(mine, "metrics.json"));
        byte[] own = File.ReadAllBytes(Path.Combine(mine, "events.jsonl"));
        File.Copy(Path.Combine(other, "events.jsonl"), Path.Combine(mine, "events.jsonl"), overwrite: true);
        var before = SmallRun.Contents(mine);
        var (code, _, error) = Tool.Run("resume", mine);
        Assert.Equal(2, code);
        Assert.Contains("events.jsonl: the log of another run", error, StringComparison.Ordinal);
        Assert.Contains("move it away, or train again from the first step, which writes over it, with: ", error, StringComparison.Ordinal);
        Assert.Contains($"suptickets resume {mine} --from start", error, StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(mine));
        // Both ways out.
        Copy(mine, scratch["x"]);
        File.Delete(scratch["x/events.jsonl"]);
        Assert.Equal(0, Tool.Run("resume", scratch["x"]).ExitCode);
        Copy(mine, scratch["x"]);
        Assert.Equal(0, Tool.Run("resume", scratch["x"], "--from", "start").ExitCode);
        Assert.Empty(RunRecord.Read(RunFolder.Open(scratch["x"])).Damage);
        Assert.Equal(File.ReadAllBytes(Path.Combine(mine, "ticket.safetensors")), File.ReadAllBytes(scratch["x/ticket.safetensors"]));
        File.WriteAllBytes(Path.Combine(mine, "events.jsonl"), own);
        Assert.Equal(0, Tool.Run("resume", mine).ExitCode);
    }

    [Fact]
    public void The_page_of_a_finished_run_whose_log_was_cut_is_not_that_of_a_run_to_go_on_with()
    {
        using TemporaryFolder scratch = new();
        string mine = Train(scratch["mine"], 1);
        string[] lines = File.ReadAllLines(Path.Combine(mine, "events.jsonl"));
        File.WriteAllLines(Path.Combine(mine, "events.jsonl"), lines.Take(lines.Length / 2));
        Assert.Equal(0, Tool.Run("report", mine).ExitCode);
        string page = File.ReadAllText(Path.Combine(mine, "report.html"));
        Assert.DoesNotContain("not complete", page, StringComparison.Ordinal);
        Assert.Matches("Events.jsonl ends at step [0-9]+ of 24", page);
    }

    [Theory]
    [InlineData("{}", "lacks 'name', 'model'")]
    [InlineData(
        "{\"name\":\"a\",\"model\":\"b\",\"data\":\"c\",\"method\":\"d\",\"seed\":\"x\"}",
        "the value of $.seed in line 1 is of another kind")]
    public void Figures_that_are_none_are_named_without_types_of_the_program(string text, string message)
    {
        using TemporaryFolder scratch = new();
        string mine = Train(scratch["mine"], 1);
        File.WriteAllText(Path.Combine(mine, "metrics.json"), text);
        var (code, _, error) = Tool.Run("resume", mine);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("SupTickets.Experiments.Reports", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_an_earlier_version_are_known_by_what_they_tell_of_the_recipe()
    {
        using TemporaryFolder scratch = new();
        (string mine, string other) = (Train(scratch["mine"], 1), Train(scratch["other"], 2));
        RunFolder folder = RunFolder.Open(mine);
        folder.WriteMetrics(folder.ReadMetrics() with { Run = null });
        Assert.Null(folder.ReadMetrics().Run);
        folder.WriteMetrics(RunFolder.Open(other).ReadMetrics() with { Run = null });
        Assert.Throws<InvalidDataException>(folder.ReadMetrics);
    }

    private static string Train(string folder, ulong seed)
    {
        Experiment.Train(
            SmallRun.Recipe("rigl") with { Seed = seed, Model = new() { Name = "lenet5", Width = 0.5 } }, folder, [],
            CancellationToken.None);
        return folder;
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
