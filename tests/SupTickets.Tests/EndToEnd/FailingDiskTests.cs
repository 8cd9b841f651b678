using System.Diagnostics;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.EndToEnd;

/// <summary>The tool on a disk that says of everything that it could not be written, as <c>strace</c> makes it.</summary>
[Collection(nameof(WholeRuns))]
public sealed class FailingDiskTests
{
    [Fact]
    public async Task A_checkpoint_that_the_disk_did_not_take_ends_the_run_and_the_one_before_it_stays()
    {
        using TemporaryFolder scratch = new();
        RequireStrace(scratch["trace"]);
        File.WriteAllText(scratch["recipe.json"], RecipeJson.Write(SmallRun.Recipe("rigl")));
        // The folder, the costs, the recipe, and the first checkpoints come through.
        var (code, error) = await Run(
            scratch["trace"], "fsync,fdatasync:error=EIO:when=40+", "train", scratch["recipe.json"], "--out", scratch["run"]);
        Assert.True(code == 1, $"exit code {code}: {error}");
        Assert.Contains(scratch["run"], error, StringComparison.Ordinal);
        Assert.Contains("could not be written to disk: Input/output error", error, StringComparison.Ordinal);
        Assert.DoesNotContain(scratch.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));

        var before = SmallRun.Contents(scratch["run"]);
        (code, error) = await Run(scratch["trace"], "fsync,fdatasync:error=EIO", "resume", scratch["run"]);
        Assert.True(code == 1, $"exit code {code}: {error}");
        Assert.Equal(before["checkpoint.safetensors"], SmallRun.Contents(scratch["run"])["checkpoint.safetensors"]);

        using Process rest = SmallRun.Start("resume", scratch["run"]);
        Task<string> problems = rest.StandardError.ReadToEndAsync();
        await rest.StandardOutput.ReadToEndAsync();
        await rest.WaitForExitAsync();
        Assert.True(rest.ExitCode == 0, await problems);
        SmallRun.Train("rigl", scratch["whole"]);
        Assert.Equal(File.ReadAllBytes(scratch["whole/ticket.safetensors"]), File.ReadAllBytes(scratch["run/ticket.safetensors"]));
    }

    [Fact]
    public async Task A_run_whose_beginning_the_disk_did_not_take_leaves_nothing()
    {
        using TemporaryFolder scratch = new();
        RequireStrace(scratch["trace"]);
        var (code, error) = await Run(scratch["trace"], "fsync,fdatasync:error=ENOSPC", "train", "--out", scratch["run"]);
        Assert.True(code == 1, $"exit code {code}: {error}");
        Assert.Contains("engine-costs.json", error, StringComparison.Ordinal);
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["run"]));
    }

    private static void RequireStrace(string trace)
    {
        try
        {
            string[] arguments = ["-o", trace, "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true"];
            using Process tried = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
            tried.WaitForExit();
            Assert.SkipUnless(tried.ExitCode == 0, "strace may not trace here");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("strace is not installed");
        }
    }

    private static async Task<(int ExitCode, string Error)> Run(string trace, string inject, params string[] arguments)
    {
        string[] all = [
            "-f", "-o", trace, "-e", "trace=fsync,fdatasync", "-e", $"inject={inject}", "dotnet",
            typeof(SupTickets.Cli.CommandLine).Assembly.Location, .. arguments];
        using Process tool =
            Process.Start(new ProcessStartInfo("strace", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = tool.StandardOutput.ReadToEndAsync();
        string error = await tool.StandardError.ReadToEndAsync();
        await output;
        await tool.WaitForExitAsync();
        return (tool.ExitCode, error);
    }
}
