using System.Diagnostics;
using System.Text.Json;
using SupTickets.Cli;

namespace SupTickets.Tests.Cli.Commands;

/// <summary>Whole runs of a tiny network. They set the number of threads of this process, so nothing runs beside them.</summary>
[Collection(nameof(WholeRuns))]
public sealed class EndToEndTests
{
    private static readonly string[] Tiny =
    [
        "train", "--model", "lenet5", "--epochs", "3", "--batch", "32", "--threads", "1", "--set", "data.trainSamples=64", "--set",
        "data.testSamples=50",
        "--set", "superpose.share=0.67", "--set", "superpose.cycleEpochs=1",
    ];

    [Fact]
    public void A_run_trains_is_evaluated_and_a_finished_one_is_only_shown_again()
    {
        using Scratch scratch = new();
        string folder = scratch.Path("run");
        JsonElement trained = Tool.Json([.. Tiny, "--out", folder]);
        Assert.Equal(folder, trained.GetProperty("folder").GetString());
        Assert.Equal(2, trained.GetProperty("tickets").GetArrayLength());
        double top1 = trained.GetProperty("superposed").GetProperty("metrics").GetProperty("top1").GetDouble();

        JsonElement measured = Tool.Json("eval", folder);
        Assert.Equal(
            ["top1", "top5", "nll", "ece", "samples", "density", "connections", "reliability", "labels", "notes"], measured.Keys());
        Assert.Equal(["count", "confidence", "accuracy"], measured.GetProperty("reliability")[0].Keys());
        Assert.Equal(15, measured.GetProperty("reliability").GetArrayLength());
        Assert.Equal(14, Tool.Json("eval", folder, "--calibration", "freetickets").GetProperty("reliability").GetArrayLength());
        Assert.Contains("known: guo, freetickets", Tool.Refused("eval", folder, "--calibration", "goo"), StringComparison.Ordinal);
        Assert.Equal(
            JsonSerializer.Serialize(measured.GetProperty("reliability")), JsonSerializer.Serialize(trained.GetProperty("reliability")));
        Assert.Equal(2, trained.GetProperty("ensemble").GetProperty("tickets").GetInt32());
        Assert.Equal(["disagreement", "kl"], trained.GetProperty("diversity").Keys());
        Assert.Equal(top1, measured.GetProperty("top1").GetDouble());
        Assert.Equal(50, measured.GetProperty("samples").GetInt32());
        Assert.Equal(trained.GetProperty("connections").GetInt64(), measured.GetProperty("connections").GetInt64());

        string again = Tool.Run("resume", folder).Out;
        Assert.Contains("ticket 2", again, StringComparison.Ordinal);
        Assert.Contains("superposed", again, StringComparison.Ordinal);
        Assert.Contains(folder, again, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snfs")]
    [InlineData("dsr")]
    [InlineData("itop")]
    [InlineData("gmp")]
    [InlineData("one-shot")]
    [InlineData("small-dense")]
    public void Every_baseline_trains_and_tells_its_exploration_rate(string method)
    {
        using Scratch scratch = new();
        string folder = scratch.Path("run");
        JsonElement trained = Tool.Json([
            .. Tiny, "--method", method, "--sparsity", "0.8", "--set", "method.updateInterval=1", "--set", "method.gmp.endEpoch=1", "--out",
            folder]);
        Assert.Equal(method, trained.GetProperty("method").GetString());
        double rate = trained.GetProperty("explorationRate").GetDouble();
        if (method is "gmp" or "one-shot" or "small-dense") Assert.Equal(1, rate);
        else Assert.InRange(rate, 0.21, 1);
        Assert.Equal(method == "small-dense" ? 1 : 0.2, trained.GetProperty("density").GetDouble(), 1e-3);
        Assert.Equal(trained.GetProperty("connections").GetInt64(), Tool.Json("eval", folder).GetProperty("connections").GetInt64());
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_left_alone()
    {
        using Scratch scratch = new();
        scratch.Write("thesis.txt", "mine");
        var (code, output, error) = Tool.Run([.. Tiny, "--json", "--out", scratch.Path("")]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("is not empty", error, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], scratch.Files());
    }

    [Theory]
    [InlineData("cifar10")]
    [InlineData("imagefolder")]
    public void A_missing_data_folder_is_refused_before_anything_is_written(string data)
    {
        using Scratch scratch = new();
        var (code, _, error) = Tool.Run(
            "train", "--json", "--data", data, "--data-dir", scratch.Path("none"), "--out", scratch.Path("run"));
        Assert.Equal(2, code);
        Assert.Contains(scratch.Path("none"), error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Fact]
    public void Damaged_tickets_and_checkpoints_are_refused()
    {
        using Scratch scratch = new();
        string folder = scratch.Path("run");
        Tool.Json([.. Tiny, "--out", folder]);
        string ticket = Path.Combine(folder, "ticket.safetensors"), checkpoint = Path.Combine(folder, "checkpoint.safetensors");
        byte[] sound = File.ReadAllBytes(ticket);
        File.WriteAllBytes(ticket, sound[..(sound.Length / 2)]);
        Assert.Equal(2, Tool.Run("eval", folder, "--json").ExitCode);
        sound[^100] ^= 1;
        File.WriteAllBytes(ticket, sound);
        Assert.Equal(2, Tool.Run("eval", ticket, "--json").ExitCode);
        File.Delete(Path.Combine(folder, "metrics.json"));
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        var (code, _, error) = Tool.Run("resume", folder, "--json");
        Assert.Equal(2, code);
        Assert.Contains(checkpoint, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sigterm_leaves_a_checkpoint_from_which_the_run_ends_as_if_nothing_had_happened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "there is no SIGTERM here");
        using Scratch scratch = new();
        string[] longer = [
            .. Tiny.Select(word => word == "32" ? "8" : word), "--set", "data.trainSamples=3200", "--set", "evaluation.everyEpochs=0"];
        using Process tool = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. longer, "--out", scratch.Path("cut")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        string events = scratch.Path("cut/events.jsonl");
        while (!tool.HasExited && !(File.Exists(events) && Logged(events).Contains("\"step\"", StringComparison.Ordinal))) Thread.Sleep(20);

        using Process signal = Process.Start("kill", ["-TERM", $"{tool.Id}"]);
        string rest = tool.StandardOutput.ReadToEnd(), error = tool.StandardError.ReadToEnd();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == 130, rest + error);
        Assert.Contains($"go on with: suptickets resume {scratch.Path("cut")}", error, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.Path("cut/checkpoint.safetensors")));

        Tool.Json("resume", scratch.Path("cut"));
        Tool.Json([.. longer, "--out", scratch.Path("whole")]);
        Assert.Equal(
            File.ReadAllBytes(scratch.Path("whole/ticket.safetensors")), File.ReadAllBytes(scratch.Path("cut/ticket.safetensors")));
    }

    // As far as it is written: its writer has it open.
    private static string Logged(string events)
    {
        using StreamReader reader = new(File.Open(events, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
