using CsCheck;
using SupTickets.Experiments.Evaluation;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Tests.Evaluation;

public sealed class ReliabilityTests
{
    private static readonly Gen<(float[] Scores, long Label)[]> Samples =
        Gen.Select(Gen.Int[-60, 60].Array[5].Select(tenths => tenths.Select(tenth => tenth / 10f).ToArray()), Gen.Long[0, 4]).Array[1, 60];

    [Fact]
    public void Three_samples_by_hand()
    {
        // Confidence 3/4 twice, right once; confidence 0.9 once, right.
        MetricsAccumulator figures = new();
        figures.Add([MathF.Log(3), 0], 0);
        figures.Add([MathF.Log(3), 0], 1);
        figures.Add([MathF.Log(9), 0], 0);
        Assert.Equal(15, figures.Reliability.Count);
        Assert.Equal([11, 13], Enumerable.Range(0, 15).Where(bin => figures.Reliability[bin].Count > 0));
        Assert.Equal((2, 0.5), (figures.Reliability[11].Count, figures.Reliability[11].Accuracy));
        Assert.Equal(0.75, figures.Reliability[11].Confidence, 1e-7);
        Assert.Equal(0.9, figures.Reliability[13].Confidence, 1e-7);
        Assert.Equal(new ReliabilityBin(0, 0, 0), figures.Reliability[0]);
        Assert.Equal((2 * 0.25 + 0.1) / 3, figures.Metrics.Ece, 1e-7);
    }

    // 0.73 lies in ((11 − 1)/14, 11/14] = (0.714, 0.786], and in (10/15, 11/15] = (0.667, 0.733].
    [Fact]
    public void Fourteen_bins_part_what_fifteen_hold_together()
    {
        float ScoreOf(double confidence) => (float)Math.Log(confidence / (1 - confidence));
        double Error(Calibration calibration)
        {
            MetricsAccumulator figures = new(calibration);
            figures.Add([ScoreOf(0.70), 0], 0);
            figures.Add([ScoreOf(0.73), 0], 1);
            Assert.Equal(calibration.Bins, figures.Reliability.Count);
            return figures.Metrics.Ece;
        }

        Assert.Equal((0.73 - 0.30) / 2, Error(Calibration.Guo), 1e-6);
        Assert.Equal((0.73 + 0.30) / 2, Error(Calibration.FreeTickets), 1e-6);
    }

    // The definition of the official code: bins between 15 edges from 0 to 1, each closed on the right.
    [Fact]
    public void Fourteen_bins_agree_with_fifteen_edges_in_libtorch() => Samples.Sample(
        samples =>
        {
            using var scope = torch.NewDisposeScope();
            MetricsAccumulator figures = new(Calibration.FreeTickets);
            foreach ((float[] scores, long label) in samples) figures.Add(scores, label);
            torch.Tensor scored = torch.tensor(samples.SelectMany(sample => sample.Scores).ToArray(), [samples.Length, 5])
                .to(torch.ScalarType.Float64);
            (torch.Tensor confidence, torch.Tensor guess) = scored.softmax(1).max(1);
            // The first of equal scores, which libtorch does not promise.
            long[] first = [.. samples.Select(sample => (long)Array.IndexOf(sample.Scores, sample.Scores.Max()))];
            torch.Tensor hits =
                torch.tensor(first).eq(torch.tensor(samples.Select(sample => sample.Label).ToArray())).to(torch.ScalarType.Float64);
            torch.Tensor bins = torch.bucketize(confidence, torch.linspace(0, 1, 15, torch.ScalarType.Float64));
            torch.Tensor gaps = torch.zeros(16, torch.ScalarType.Float64).scatter_add(0, bins, hits - confidence);
            Assert.Equal(gaps.abs().sum().item<double>() / samples.Length, figures.Metrics.Ece, 1e-9);
        },
        iter: 50,
        threads: 1);

    [Fact]
    public void The_curve_gives_back_accuracy_and_error() => Gen.Select(Samples, Gen.Int[0, 1]).Sample(
        (samples, choice) =>
        {
            Calibration calibration = Calibration.All[choice].Value;
            MetricsAccumulator figures = new(calibration);
            foreach ((float[] scores, long label) in samples) figures.Add(scores, label);
            Assert.Equal(samples.Length, figures.Reliability.Sum(bin => bin.Count));
            Assert.Equal(figures.Metrics.Top1, figures.Reliability.Sum(bin => bin.Count * bin.Accuracy) / samples.Length, 1e-12);
            Assert.Equal(
                figures.Metrics.Ece, figures.Reliability.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / samples.Length,
                1e-12);
            Assert.All(figures.Reliability.Index(), bin => Assert.True(
                bin.Item.Count == 0
                || (bin.Item.Confidence > (double)bin.Index / calibration.Bins - 1e-12
                    && bin.Item.Confidence <= (bin.Index + 1.0) / calibration.Bins + 1e-12)));
        },
        iter: 50,
        threads: 1);

    [Fact]
    public void Names_are_those_of_the_table()
    {
        Assert.Same(Calibration.FreeTickets, Calibration.All["freetickets"]);
        Assert.Contains(
            "guo, freetickets", Assert.Throws<UnknownNameException>(() => Calibration.All["goo"]).Message, StringComparison.Ordinal);
    }
}
