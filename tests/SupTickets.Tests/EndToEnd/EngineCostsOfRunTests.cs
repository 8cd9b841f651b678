using System.Diagnostics;
using System.Text.Json;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Networks;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.EndToEnd;

/// <summary>The costs by which a run chooses its engines belong to the run.</summary>
[Collection(nameof(WholeRuns))]
public sealed class EngineCostsOfRunTests
{
    private static readonly Recipe Recipe = SmallRun.Recipe("rigl", "auto");

    // Linear layers cost the sparse engine nothing and convolutions everything: nearly the contrary of what is measured.
    private static readonly EngineCosts Mixing = EarlierCosts.Of(EngineCosts.Committed) with
    {
        SparseWindow = 1e-9,
        SparsePoint = 1e-9,
        SparseLinear = 1e9,
        SparsePerNumber = 1e-9,
        SparseNeighbours = 1e-9,
        LayoutChange = 1e-9,
    };

    [Fact]
    public void A_resumed_run_keeps_the_choices_of_costs_that_are_not_the_committed_ones()
    {
        using TemporaryFolder scratch = new();
        var whole = Experiment.Train(Recipe, scratch["whole"], Mixing, [], CancellationToken.None);
        Cut(scratch["cut"]);
        var resumed = Experiment.Resume(scratch["cut"], [], CancellationToken.None);

        string[][] engines = [
            .. File.ReadLines(scratch["cut/events.jsonl"])
                .Where(line => line.StartsWith("""{"event":"started",""", StringComparison.Ordinal)).Select(EnginesOf)];
        Assert.Equal(2, engines.Length);
        Assert.Equal([.. Enumerable.Repeat("dense", engines[0].Length - 1), "sparse"], engines[0]);
        Assert.Equal(engines[0], engines[1]);
        Assert.Equal(File.ReadAllBytes(scratch["whole/ticket.safetensors"]), File.ReadAllBytes(scratch["cut/ticket.safetensors"]));
        Assert.Equal(whole.Superposed, resumed.Superposed);
        Assert.Equal(resumed.Superposed!.Metrics, Experiment.Evaluate(scratch["cut"], null, null, CancellationToken.None).Metrics);

        // By the committed costs they would be others.
        using RunSetup committed = new(Experiment.Resolve(Recipe), EngineCosts.Committed);
        committed.Initialize();
        Assert.NotEqual(engines[0], committed.Parts().Engines.Now().Layers.Select(layer => Engines.NameOf(layer.Engine)));
    }

    /// <summary>Panels cost nothing, so that weight gradients are added in their order.</summary>
    [Fact]
    public void A_resumed_run_keeps_its_kernels_and_tells_them()
    {
        PassCosts free = new() { Gflops = 1e9, PerWeight = 1e-9, PerNumber = 1e-9 };
        KernelCosts kernels = EngineCosts.Committed.Kernels!;
        LayerCosts panels = kernels.Window with { PanelWeights = free, GatherOutputs = free };
        EngineCosts costs = EngineCosts.Committed with
        {
            Kernels = kernels with { Window = panels, Point = panels, Linear = panels, PerLayer = 1e-9 },
        };
        using TemporaryFolder scratch = new();
        Experiment.Train(Recipe, scratch["whole"], costs, [], CancellationToken.None);
        Cut(scratch["cut"], costs);
        Experiment.Resume(scratch["cut"], [], CancellationToken.None);
        Assert.Equal(File.ReadAllBytes(scratch["whole/ticket.safetensors"]), File.ReadAllBytes(scratch["cut/ticket.safetensors"]));
        string[] started = [
            .. File.ReadLines(scratch["cut/events.jsonl"])
                .Where(line => line.StartsWith("""{"event":"started",""", StringComparison.Ordinal))];
        Assert.Equal(2, started.Length);
        Assert.All(started, line => Assert.Contains(
            "\"kernels\":{\"outputs\":\"gather\",\"weights\":\"panel\"}", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Costs_that_were_lost_are_those_of_the_checkpoint_and_others_are_refused()
    {
        using TemporaryFolder scratch = new();
        Experiment.Train(Recipe, scratch["whole"], Mixing, [], CancellationToken.None);
        Cut(scratch["cut"]);
        string file = scratch["cut/engine-costs.json"];
        File.WriteAllText(file, EngineCosts.Committed.ToJson());
        Assert.StartsWith(
            $"{file}: other costs than those by which the run has chosen", Tool.Refused("resume", scratch["cut"]),
            StringComparison.Ordinal);
        File.Delete(file);
        var resumed = Experiment.Resume(scratch["cut"], [], CancellationToken.None);
        Assert.DoesNotContain(resumed.Warnings!, warning => warning.About == "engines");
        Assert.Equal(File.ReadAllBytes(scratch["whole/ticket.safetensors"]), File.ReadAllBytes(scratch["cut/ticket.safetensors"]));
    }

    [Fact]
    public void Costs_of_a_run_that_cannot_be_used_are_refused_and_named()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["cut"]);
        string file = scratch["cut/engine-costs.json"], sound = File.ReadAllText(file);
        foreach ((string broken, string named) in new[]
        {
            (Mixing.ToJson().Replace("sparsePoint", "sparsePoints", StringComparison.Ordinal), "sparsePoints"),
            (
                Mixing.ToJson().Replace("\"sparsePoint\": ", "\"sparsePoint\": -", StringComparison.Ordinal),
                "sparsePoint is -1E-09; allowed: a positive number"),
            ("{}", "denseWindow"),
        })
        {
            File.WriteAllText(file, broken);
            string message = Tool.Refused("resume", scratch["cut"]);
            Assert.StartsWith($"{file}: not the costs of the engines: ", message, StringComparison.Ordinal);
            Assert.Contains(named, message, StringComparison.Ordinal);
        }

        File.WriteAllText(file, sound);
        Assert.Equal(0, Tool.Run("resume", scratch["cut"], "--json").ExitCode);
    }

    [Fact]
    public async Task Costs_of_the_user_that_cannot_be_used_are_refused_with_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the configuration folder is elsewhere");
        using TemporaryFolder scratch = new();
        Directory.CreateDirectory(scratch["suptickets"]);
        File.WriteAllText(scratch["suptickets/engine-costs.json"], "{}");
        using Process tool = SmallRun.Start(
            new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = scratch.Path }, "train", "--json", "--out", scratch["run"]);
        Task<string> error = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.Equal((2, ""), (tool.ExitCode, output));
        Assert.Contains(
            $"suptickets: {scratch["suptickets/engine-costs.json"]}: not the costs of the engines: ", await error,
            StringComparison.Ordinal);
        Assert.Contains("remove it, or measure anew with 'suptickets bench calibrate'", await error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["run"]));
    }

    /// <summary>Costs that were measured with libtorch's other way to convolve.</summary>
    [Fact]
    public async Task Costs_of_the_user_that_do_not_hold_here_are_said_and_not_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the configuration folder is elsewhere");
        using TemporaryFolder scratch = new();
        Directory.CreateDirectory(scratch["suptickets"]);
        EngineCosts here = EngineCosts.Here;
        foreach ((string run, bool oneDnn) in new[] { ("other", here.OneDnn != true), ("same", here.OneDnn == true) })
        {
            File.WriteAllText(scratch["suptickets/engine-costs.json"], (here with { OneDnn = oneDnn, WriteOut = 77 }).ToJson());
            using Process tool = SmallRun.Start(
                new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = scratch.Path }, "train", "--epochs", "1", "--json", "--out",
                scratch[run]);
            Task<string> error = tool.StandardError.ReadToEndAsync();
            await tool.StandardOutput.ReadToEndAsync();
            await tool.WaitForExitAsync();
            Assert.Equal(0, tool.ExitCode);
            EngineCosts used = EngineCosts.FromJson(File.ReadAllText(Path.Combine(scratch[run], "engine-costs.json")));
            Assert.Equal(oneDnn == here.OneDnn ? here with { WriteOut = 77 } : here, used);
            Assert.Equal(oneDnn != here.OneDnn, (await error).Contains(
                $"suptickets: warning: {scratch["suptickets/engine-costs.json"]} was measured where libtorch computed convolutions by ",
                StringComparison.Ordinal));
        }
    }

    private static void Cut(string folder) => Cut(folder, Mixing);

    private static void Cut(string folder, EngineCosts costs)
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => Experiment.Train(Recipe, folder, costs, [new CancelAt(7, source)], source.Token));
    }

    private static string[] EnginesOf(string started)
    {
        using JsonDocument line = JsonDocument.Parse(started);
        return [.. line.RootElement.GetProperty("engines").GetProperty("layers").EnumerateArray().Select(
            layer => layer.GetProperty("engine").GetString()!)];
    }

    private sealed class CancelAt(long step, CancellationTokenSource source) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step == step) source.Cancel();
        }
    }
}
