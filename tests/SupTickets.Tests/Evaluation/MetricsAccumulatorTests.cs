using CsCheck;
using SupTickets.Experiments.Evaluation;
using TorchSharp;

namespace SupTickets.Tests.Evaluation;

public sealed class MetricsAccumulatorTests
{
    // Scores that differ visibly, since libtorch leaves open which of several equal ones topk returns.
    private static readonly Gen<(float[] Scores, long Label)> Sample =
        Gen.Select(
            Gen.Int[-80, 80].Array[7].Select(tenths => tenths.Select((tenth, i) => tenth / 10f + i / 1000f).ToArray()), Gen.Long[0, 6]);

    [Fact]
    public void Two_samples_by_hand()
    {
        // Softmax (3/4, 1/4) and (1/2, 1/2); labels 0 and 1, of which only the first is predicted.
        MetricsAccumulator figures = new();
        figures.Add([MathF.Log(3), 0], 0);
        figures.Add([2, 2], 1);
        Metrics metrics = figures.Metrics;
        Assert.Equal(0.5, metrics.Top1);
        Assert.Equal(1, metrics.Top5);
        Assert.Equal((Math.Log(4 / 3.0) + Math.Log(2)) / 2, metrics.Nll, 1e-7);
        Assert.Equal((0.25 + 0.5) / 2, metrics.Ece, 1e-7);
        Assert.Equal(2, metrics.Samples);
    }

    [Fact]
    public void Errors_of_opposite_sign_cancel_within_a_bin_but_not_between_bins()
    {
        // Confidence 3/4 in one bin, right three times of four: perfectly calibrated.
        MetricsAccumulator figures = new();
        foreach (long label in new long[] { 0, 0, 0, 1 }) figures.Add([MathF.Log(3), 0], label);
        Assert.Equal(0, figures.Metrics.Ece, 1e-7);

        // Two fifths more, always wrong with confidence 9/10 in another bin: 4 · 0.9 / 8.
        for (int i = 0; i < 4; i++) figures.Add([MathF.Log(9), 0], 1);
        Assert.Equal(0.45, figures.Metrics.Ece, 1e-6);
    }

    [Fact]
    public void Top_five_needs_a_rank_below_five_and_is_certain_with_fewer_classes()
    {
        MetricsAccumulator figures = new();
        figures.Add([9, 8, 7, 6, 5, 4], 4);
        figures.Add([9, 8, 7, 6, 5, 4], 5);
        Assert.Equal(0.5, figures.Metrics.Top5);
        MetricsAccumulator few = new();
        few.Add([9, 8, 7], 2);
        Assert.Equal(1, few.Metrics.Top5);
    }

    [Fact]
    public void Equal_scores_are_guessed_as_the_first_class()
    {
        MetricsAccumulator figures = new();
        for (int label = 0; label < 10; label++) figures.Add(new float[10], label);
        Assert.Equal(0.1, figures.Metrics.Top1);
        Assert.Equal(0.5, figures.Metrics.Top5);
    }

    [Fact]
    public void Extreme_scores_stay_finite()
    {
        MetricsAccumulator figures = new();
        figures.Add([3e38f, -3e38f], 1);
        figures.Add([1000, 0], 0);
        Assert.Equal(3e38f, figures.Metrics.Nll, 3e38f * 1e-6);
        Assert.Equal(0.5, figures.Metrics.Ece);
    }

    [Fact]
    public void Adding_a_constant_to_all_scores_or_splitting_batches_changes_nothing() =>
        Sample.Array[1, 30].Sample(
            samples =>
            {
                MetricsAccumulator one = new();
                MetricsAccumulator shifted = new();
                MetricsAccumulator batched = new();
                foreach ((float[] scores, long label) in samples)
                {
                    one.Add(scores, label);
                    shifted.Add([.. scores.Select(score => score + 4)], label);
                }

                foreach ((float[] Scores, long Label)[] part in samples.Chunk(4))
                    batched.Add(Tensor(part), [.. part.Select(sample => sample.Label)]);
                Assert.Equal(one.Metrics, batched.Metrics);
                Assert.Equal(one.Metrics.Nll, shifted.Metrics.Nll, 1e-5);
                Assert.InRange(one.Metrics.Ece, 0, 1);
                Assert.InRange(one.Metrics.Top1, 0, one.Metrics.Top5);
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Libtorch_agrees() =>
        Sample.Array[1, 60].Sample(
            samples =>
            {
                using var scope = torch.NewDisposeScope();
                torch.Tensor scores = Tensor(samples);
                torch.Tensor labels = torch.tensor(samples.Select(sample => sample.Label).ToArray());
                MetricsAccumulator figures = new();
                figures.Add(scores, [.. samples.Select(sample => sample.Label)]);
                torch.Tensor chances = scores.to(torch.ScalarType.Float64).softmax(1);
                (torch.Tensor confidence, torch.Tensor guess) = chances.max(1);
                torch.Tensor hits = guess.eq(labels).to(torch.ScalarType.Float64);
                Assert.Equal(hits.mean().item<double>(), figures.Metrics.Top1, 1e-12);
                torch.Tensor five = scores.topk(5, 1).indexes.eq(labels.unsqueeze(1)).any(1).to(torch.ScalarType.Float64);
                Assert.Equal(five.mean().item<double>(), figures.Metrics.Top5, 1e-12);
                Assert.Equal(
                    torch.nn.functional.cross_entropy(scores.to(torch.ScalarType.Float64), labels)
                        .item<double>(), figures.Metrics.Nll, 1e-9);
                double error = 0;
                for (int bin = 0; bin < 15; bin++)
                {
                    using Scalar from = (bin / 15.0).ToScalar(), to = ((bin + 1) / 15.0).ToScalar();
                    torch.Tensor inside = confidence.gt(from).logical_and(confidence.le(to));
                    if (!inside.any().item<bool>()) continue;
                    torch.Tensor gap = hits[inside].mean() - confidence[inside].mean();
                    error += inside.to(torch.ScalarType.Float64).mean().item<double>() * Math.Abs(gap.item<double>());
                }

                Assert.Equal(error, figures.Metrics.Ece, 1e-9);
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Wrong_input_is_named()
    {
        MetricsAccumulator figures = new();
        Assert.Contains("empty", Assert.Throws<InvalidOperationException>(() => figures.Metrics).Message);
        Assert.Contains("[0, 2)", Assert.Throws<ArgumentOutOfRangeException>(() => figures.Add([1, 2], 2)).Message);
        Assert.Contains("class 1", Assert.Throws<NotFiniteNumberException>(() => figures.Add([1, float.NaN], 0)).Message);
        using torch.Tensor scores = torch.zeros(2, 3);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => figures.Add(scores, [0])).Message);
    }

    private static torch.Tensor Tensor((float[] Scores, long Label)[] samples) =>
        torch.tensor(samples.SelectMany(sample => sample.Scores).ToArray(), [samples.Length, samples[0].Scores.Length]);
}
