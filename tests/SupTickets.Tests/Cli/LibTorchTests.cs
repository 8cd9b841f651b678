using System.Text.Json;
using SupTickets.LibTorch;
using SupTickets.Tests.Cli.Commands;

namespace SupTickets.Tests.Cli;

/// <summary>What the tool says of libtorch, and that its engines agree on this machine, whatever it is.</summary>
[Collection(nameof(WholeRuns))]
public sealed class LibTorchTests
{
    /// <summary>lenet5 has 20 channels between its convolutions: no multiple of 16, which libtorch got wrong on some machines.</summary>
    [Fact]
    public void The_first_loss_is_the_same_on_both_engines()
    {
        using Scratch scratch = new();
        Assert.Equal(FirstLoss(scratch, "dense"), FirstLoss(scratch, "sparse"), 1e-5);
    }

    [Fact]
    public void The_run_folder_says_how_libtorch_computed()
    {
        using Scratch scratch = new();
        FirstLoss(scratch, "dense");
        JsonElement started = Event(scratch, "dense", "started").GetProperty("libTorch");
        using var metrics = JsonDocument.Parse(File.ReadAllText(scratch.Path("dense/metrics.json")));
        JsonElement ended = metrics.RootElement.GetProperty("libTorch");
        Assert.Equal(LibTorchSafety.State.OneDnn, started.GetProperty("oneDnn").GetBoolean());
        Assert.NotEmpty(started.GetProperty("reason").GetString()!);
        Assert.True(ended.GetProperty("checked").GetInt32() >= 2);
        Assert.InRange(ended.GetProperty("largestError").GetDouble(), 0, LibTorchState.Tolerance);
    }

    [Fact]
    public void Verbose_says_how_libtorch_computes()
    {
        var (code, _, error) = Tool.Run("inspect", "--model", "lenet5", "--verbose");
        Assert.Equal(0, code);
        Assert.Matches(@"suptickets: convolutions of libtorch: (oneDNN|matrix products) \(", error);
    }

    private static double FirstLoss(Scratch scratch, string engine)
    {
        var (code, _, error) = Tool.Run(
            "train", "--model", "lenet5", "--data", "synthetic", "--engine", engine, "--batch", "32", "--epochs", "1", "--no-superpose",
            "--threads", "1",
            "--out", scratch.Path(engine), "--set", "data.trainSamples=64", "--set", "data.testSamples=64", "--set", "log.everySteps=1");
        Assert.True(code == 0, error);
        return Event(scratch, engine, "step").GetProperty("loss").GetDouble();
    }

    private static JsonElement Event(Scratch scratch, string run, string name) => File.ReadLines(scratch.Path($"{run}/events.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement).First(happened => happened.GetProperty("event").GetString() == name);
}
