using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Training;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Contracts;

/// <summary>What every ensemble of one run promises: it trains, resumes bit for bit, and its ticket is read again.</summary>
public sealed class EnsembleContractTests
{
    public static TheoryData<string, string> All { get; } = new(
        from kind in Ensembles.All.Names.Where(name => name != Ensembles.None)
        from model in new[] { "lenet5", "resnet20" }
        select (
            kind, model));

    [Theory]
    [MemberData(nameof(All))]
    public void A_cancelled_run_goes_on_from_its_file_to_the_same_bits(string kind, string model)
    {
        Recipe recipe = Recipe(kind, model);
        TinyRun whole = new();
        TrainingResult expected = whole.Train(recipe);
        using CancellationTokenSource source = new();
        TinyRun begun = new() { Watch = happened => { if (happened is StepFinished { Step: 7 }) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => begun.Train(recipe, null, source.Token));
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], begun.Checkpoints[^1], "{}", 5);
        TrainingResult actual = new TinyRun().Train(recipe, RunCheckpointFile.Read(folder["checkpoint"], "{}", RecipeJson.Same).Checkpoint);
        Assert.Equal(TinyRun.Numbers(expected.Final), TinyRun.Numbers(actual.Final));
        Assert.Equal(expected.History, actual.History);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_ticket_measures_as_the_run_did(string kind, string model)
    {
        using TemporaryFolder folder = new();
        var summary = Experiment.Train(Recipe(kind, model), folder["run"], [], CancellationToken.None);
        var report = Experiment.Evaluate(folder["run"], null, null, CancellationToken.None);
        Assert.Equal(summary.Network, report.Metrics);
        Assert.Equal(MembersOf(folder["run"]), summary.Diversity!.Kl, 1e-5);
        Assert.InRange(summary.Diversity.Disagreement, 0, 1);
        Assert.Null(summary.Ensemble);
    }

    // The divergence of two members, by libtorch.
    private static double MembersOf(string run)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Recipe recipe = RecipeJson.Read(File.ReadAllText(Path.Combine(run, "recipe.json")));
        var test = DataSets.Open(recipe.Data, new Seed(recipe.Seed).For("data")).Test;
        using SparseNetwork network = Experiment.Load(Path.Combine(run, "ticket.safetensors"));
        Tensor scores = ((MemberModel)network.Module).HeadScores(
            BatchLoader.InOrder(test, test.Count).Single().ToTensors(test.Shape, CPU).Images);
        Tensor[] logarithms = [.. scores.split(test.Count).Select(one => nn.functional.log_softmax(one.to_type(ScalarType.Float64), 1))];
        double Divergence(Tensor p, Tensor q) => p.exp().mul(p.subtract(q)).sum(1).mean().item<double>();
        return (Divergence(logarithms[0], logarithms[1]) + Divergence(logarithms[1], logarithms[0])) / 2;
    }

    private static Recipe Recipe(string kind, string model) => MethodRun.With("dense") with
    {
        Model = new() { Name = model, Width = 0.25, Ensemble = new() { Name = kind, Members = 2 } },
        Schedule = MethodRun.Recipe.Schedule with { Epochs = 4 },
        Superpose = new() { Enabled = false },
        Evaluation = new() { Batch = 12, EveryEpochs = 1 },
    };
}
