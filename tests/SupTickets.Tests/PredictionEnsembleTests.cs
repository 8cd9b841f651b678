using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests;

/// <summary>Results of several runs together.</summary>
public sealed class PredictionEnsembleTests
{
    [Fact]
    public void Results_of_several_seeds_predict_by_the_mean_of_their_softmax_outputs()
    {
        using TemporaryFolder folder = new();
        string[] runs = [.. new ulong[] { 1, 2, 3 }.Select(seed => Train(folder[$"{seed}"], seed))];
        EnsembleReport report = PredictionEnsemble.Measure(runs, null, null, CancellationToken.None);

        ImageData data = DataSets.Open(Recipe(1).Data, new Seed(1).For("data"));
        double[][] outputs = [.. runs.Select(run => Softmax(run, data))];
        long[] labels = [.. Enumerable.Range(0, data.Test.Count).Select(index => (long)data.Test.Label(index))];
        int classes = data.Test.Classes.Count, right = 0, disagreements = 0;
        double loss = 0, divergence = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            double[][] own = [.. outputs.Select(one => one.AsSpan(sample * classes, classes).ToArray())];
            double[] mean = [.. Enumerable.Range(0, classes).Select(index => own.Average(one => one[index]))];
            right += Array.IndexOf(mean, mean.Max()) == labels[sample] ? 1 : 0;
            loss -= Math.Log(mean[labels[sample]]) / labels.Length;
            foreach (double[] one in own)
            {
                foreach (double[] other in own)
                {
                    disagreements += Array.IndexOf(one, one.Max()) != Array.IndexOf(other, other.Max()) ? 1 : 0;
                    divergence += one.Zip(other, (p, q) => p * Math.Log(p / q)).Sum();
                }
            }
        }

        Assert.Equal((3, (double)right / labels.Length), (report.Networks, report.Metrics.Top1));
        Assert.Equal(loss, report.Metrics.Nll, 1e-5);
        Assert.Equal(disagreements / 6.0 / labels.Length, report.Diversity.Disagreement, 1e-9);
        Assert.Equal(divergence / 6 / labels.Length, report.Diversity.Kl, 1e-5);

        var printed = Tool.Json(["ensemble", .. runs]);
        Assert.Equal(["networks", "top1", "top5", "nll", "ece", "samples", "disagreement", "kl", "notes"], printed.Keys());
        Assert.Equal(report.Diversity.Kl, printed.GetProperty("kl").GetDouble());
    }

    [Fact]
    public void A_result_beside_itself_is_that_result()
    {
        using TemporaryFolder folder = new();
        string run = Train(folder["run"], 1);
        EnsembleReport twice = PredictionEnsemble.Measure(
            [run, Path.Combine(run, "ticket.safetensors")], null, null, CancellationToken.None);
        Metrics alone = Experiment.Evaluate(run, null, null, CancellationToken.None).Metrics;
        Assert.Equal((alone.Top1, 0, 0), (twice.Metrics.Top1, twice.Diversity.Disagreement, twice.Diversity.Kl));
        Assert.Equal(alone.Nll, twice.Metrics.Nll, 1e-6);
    }

    [Fact]
    public void What_cannot_be_an_ensemble_is_refused()
    {
        Assert.Contains("at least 2", Tool.Refused("ensemble", "runs/one"), StringComparison.Ordinal);
        Assert.Contains("'nowhere'", Tool.Refused("ensemble", ".", "nowhere"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PredictionEnsemble.Measure(["one"], null, null, CancellationToken.None));
    }

    private static Recipe Recipe(ulong seed) => MethodRun.Recipe
        with
    { Seed = seed, Superpose = new() { Enabled = false }, Schedule = MethodRun.Recipe.Schedule with { Epochs = 2 } };

    private static string Train(string folder, ulong seed)
    {
        Experiment.Train(Recipe(seed), folder, [], CancellationToken.None);
        return folder;
    }

    private static double[] Softmax(string run, ImageData data)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using SparseNetwork network = Experiment.Load(Path.Combine(run, "ticket.safetensors"));
        Batch all = BatchLoader.InOrder(data.Test, data.Test.Count).Single();
        return nn.functional.softmax(network.call(all.ToTensors(data.Test.Shape, CPU).Images).to_type(ScalarType.Float64), 1)
            .data<double>().ToArray();
    }
}
