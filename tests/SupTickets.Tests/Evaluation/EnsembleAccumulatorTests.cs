using CsCheck;
using SupTickets.Experiments.Evaluation;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SupTickets.Tests.Evaluation;

public sealed class EnsembleAccumulatorTests
{
    private const int Classes = 4;

    // Scores of one sample differ visibly: libtorch leaves open which of equal ones argmax returns.
    private static readonly Gen<(float[][] Scores, long[] Labels)> Cases =
        from networks in Gen.Int[2, 4]
        from samples in Gen.Int[1, 12]
        from scores in Gen.Int[-90, 90].Array[samples * Classes]
            .Select(tenths => tenths.Select((tenth, i) => (tenth / 10f) + (i % Classes / 1000f)).ToArray()).Array[networks]
        from labels in Gen.Long[0, Classes - 1].Array[samples]
        select (scores, labels);

    // Outputs (3/4, 1/4) and (1/4, 3/4) on one sample, (3/4, 1/4) twice on the other.
    [Fact]
    public void Two_networks_by_hand()
    {
        float three = MathF.Log(3);
        EnsembleAccumulator figures = new(2, Calibration.Guo);
        figures.Add([[three, 0, three, 0], [0, three, three, 0]], [1, 0]);
        Assert.Equal(0.5, figures.Diversity.Disagreement);
        // Both directions are 3/4·ln 3 − 1/4·ln 3 for the first sample, 0 for the second.
        Assert.Equal(Math.Log(3) / 4, figures.Diversity.Kl, 1e-7);
        // The mean is (1/2, 1/2), of which the first class is predicted, and (3/4, 1/4).
        Assert.Equal((0.5, 1.0, 2L), (figures.Metrics.Top1, figures.Metrics.Top5, figures.Metrics.Samples));
        Assert.Equal((Math.Log(2) + Math.Log(4 / 3.0)) / 2, figures.Metrics.Nll, 1e-7);
        Assert.Equal((0.5 + 0.25) / 2, figures.Metrics.Ece, 1e-7);
        Assert.Equal((1, 0.0), (figures.Reliability[7].Count, figures.Reliability[7].Accuracy));
        Assert.Equal((1, 1.0), (figures.Reliability[11].Count, figures.Reliability[11].Accuracy));
    }

    [Fact]
    public void Pairs_are_counted_once_and_averaged()
    {
        // Of three networks one disagrees with two others: two of three pairs.
        EnsembleAccumulator figures = new(3, Calibration.Guo);
        figures.Add([[1, 0, 0], [1, 0, 0], [0, 1, 0]], [0]);
        Assert.Equal(2 / 3.0, figures.Diversity.Disagreement, 1e-12);
    }

    [Fact]
    public void Equal_scores_are_guessed_as_the_first_class()
    {
        EnsembleAccumulator figures = new(2, Calibration.Guo);
        figures.Add([[2, 2, 0], [2, 1, 0]], [0]);
        Assert.Equal((0.0, 1.0), (figures.Diversity.Disagreement, figures.Metrics.Top1));
    }

    [Fact]
    public void Saturated_scores_stay_finite()
    {
        EnsembleAccumulator figures = new(2, Calibration.Guo);
        figures.Add([[3e38f, -3e38f, 0], [-3e38f, 3e38f, 0]], [2]);
        Assert.True(double.IsFinite(figures.Diversity.Kl) && figures.Diversity.Kl > 1e38);
        Assert.True(double.IsFinite(figures.Metrics.Nll) && figures.Metrics.Nll > 1e38);
        EnsembleAccumulator alike = new(2, Calibration.Guo);
        alike.Add([[1e30f, 0], [1e30f, 0]], [0]);
        Assert.Equal((0.0, 0.0, 0.0), (alike.Diversity.Kl, alike.Metrics.Nll, alike.Metrics.Ece));
    }

    [Fact]
    public void Libtorch_agrees() => Cases.Sample(
        given =>
        {
            using var scope = torch.NewDisposeScope();
            EnsembleAccumulator figures = new(given.Scores.Length, Calibration.Guo);
            figures.Add(given.Scores, given.Labels);
            torch.Tensor[] scores = [
                .. given.Scores.Select(one => torch.tensor(one, [given.Labels.Length, Classes]).to(torch.ScalarType.Float64))];
            int pairs = 0;
            double divergence = 0, disagreement = 0;
            foreach (torch.Tensor p in scores)
            {
                foreach (torch.Tensor q in scores)
                {
                    if (ReferenceEquals(p, q)) continue;
                    pairs++;
                    divergence += functional.kl_div(q.log_softmax(1), p.softmax(1), log_target: false, reduction: Reduction.Sum)
                        .item<double>() / given.Labels.Length;
                    disagreement += 1 - p.argmax(1).eq(q.argmax(1)).to(torch.ScalarType.Float64).mean().item<double>();
                }
            }

            Assert.Equal(divergence / pairs, figures.Diversity.Kl, 1e-9);
            Assert.Equal(disagreement / pairs, figures.Diversity.Disagreement, 1e-12);

            // The mean of the outputs as one network's: its logarithms are scores that softmax gives back.
            torch.Tensor mean = torch.stack(scores).softmax(2).mean([0]);
            torch.Tensor labels = torch.tensor(given.Labels);
            Assert.Equal(functional.nll_loss(mean.log(), labels).item<double>(), figures.Metrics.Nll, 1e-9);
            Assert.Equal(mean.argmax(1).eq(labels).to(torch.ScalarType.Float64).mean().item<double>(), figures.Metrics.Top1, 1e-12);
            MetricsAccumulator reference = new();
            reference.Add(mean.log().to(torch.ScalarType.Float32), given.Labels);
            Assert.Equal(reference.Metrics.Ece, figures.Metrics.Ece, 1e-5);
        },
        iter: 50,
        threads: 1);

    [Fact]
    public void Copies_of_one_network_are_that_network() => Cases.Sample(
        given =>
        {
            EnsembleAccumulator copies = new(3, Calibration.Guo);
            copies.Add([given.Scores[0], given.Scores[0], given.Scores[0]], given.Labels);
            MetricsAccumulator one = new();
            for (int i = 0; i < given.Labels.Length; i++) one.Add(given.Scores[0].AsSpan(i * Classes, Classes), given.Labels[i]);
            Assert.Equal(new Diversity(0, 0), copies.Diversity);
            Assert.Equal(one.Metrics.Nll, copies.Metrics.Nll, 1e-9);
            Assert.Equal(one.Metrics.Top1, copies.Metrics.Top1);
        },
        iter: 50,
        threads: 1);

    [Fact]
    public void Wrong_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnsembleAccumulator(1, Calibration.Guo));
        EnsembleAccumulator figures = new(2, Calibration.Guo);
        Assert.Contains("not 2", Assert.Throws<ArgumentException>(() => figures.Add([[1, 2]], [0])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "2, 3 scores", Assert.Throws<ArgumentException>(() => figures.Add([[1, 2], [1, 2, 3]], [0])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "class 1", Assert.Throws<NotFiniteNumberException>(() => figures.Add([[1, 2], [1, float.NaN]], [0])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[0, 2)", Assert.Throws<ArgumentOutOfRangeException>(() => figures.Add([[1, 2], [1, 2]], [2])).Message,
            StringComparison.Ordinal);
    }
}
