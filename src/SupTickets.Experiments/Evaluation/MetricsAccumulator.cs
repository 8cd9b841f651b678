using TorchSharp;

namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// Gathers the figures of one network over many batches. Sums are kept in double on the host, sample after sample, so the
/// same scores give the same bits on any device; only the last digits depend on how samples are ordered.
/// </summary>
public sealed class MetricsAccumulator
{
    private readonly Calibration calibration;
    private readonly long[] counts, hits;
    private readonly double[] confidences;
    private long right;
    private long rightInFive;
    private double negativeLogLikelihood;

    /// <summary>With the bins of <see cref="Calibration.Guo"/>.</summary>
    public MetricsAccumulator()
        : this(Calibration.Guo)
    {
    }

    /// <summary>With the bins of <paramref name="calibration"/>.</summary>
    public MetricsAccumulator(Calibration calibration) =>
        (this.calibration, counts, hits, confidences) =
            (calibration, new long[calibration.Bins], new long[calibration.Bins], new double[calibration.Bins]);

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">There was no sample yet.</exception>
    public Metrics Metrics => Samples > 0
        ? new((double)right / Samples, (double)rightInFive / Samples, negativeLogLikelihood / Samples, CalibrationError, Samples)
        : throw new InvalidOperationException("no sample was measured: the data set is empty");

    /// <summary>The reliability curve so far, bins of low confidence first.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability =>
        [.. counts.Select(
            (count, bin) => count == 0 ? new ReliabilityBin(0, 0, 0) : new(count, confidences[bin] / count, (double)hits[bin] / count))];

    // |accuracy − confidence| · samples of a bin is the absolute value of hits − confidences in it.
    private double CalibrationError => hits.Zip(confidences, (right, sure) => Math.Abs(right - sure)).Sum() / Samples;

    /// <summary>
    /// Adds a batch: <paramref name="scores"/> before softmax, Float32 [N, classes] on any device, and N <paramref name="labels"/>.
    /// </summary>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    public void Add(torch.Tensor scores, ReadOnlySpan<long> labels)
    {
        if (scores.shape is not [var samples, var classes and > 0] || samples != labels.Length)
            throw new ArgumentException(
                $"scores of shape [{string.Join(", ", scores.shape)}] do not fit {labels.Length} labels", nameof(scores));
        using var scope = torch.NewDisposeScope();
        float[] host = scores.detach().cpu().contiguous().data<float>().ToArray();
        for (int i = 0; i < labels.Length; i++) Add(host.AsSpan(i * (int)classes, (int)classes), labels[i]);
    }

    /// <summary>Adds one sample with its <paramref name="scores"/> before softmax, [classes].</summary>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    public void Add(ReadOnlySpan<float> scores, long label)
    {
        RequireLabel(label, scores.Length);
        float own = scores[(int)label];
        float highest = float.NegativeInfinity;
        int above = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            float score = scores[i];
            if (!float.IsFinite(score)) throw LogSoftmax.NotFinite(Samples, i, score);
            highest = Math.Max(highest, score);

            // Equal scores rank by class, as in argmax, so that a network with equal scores for all classes is not counted as right.
            if (score > own || (score == own && i < label)) above++;
        }

        double sum = 0;
        foreach (float score in scores) sum += Math.Exp((double)score - highest);
        Add(above, 1 / sum, Math.Log(sum) + highest - own);
    }

    /// <summary>Adds one sample by the logarithms of its probabilities, [classes], all finite; equal ones rank by class.</summary>
    internal void AddLogarithms(ReadOnlySpan<double> logarithms, long label)
    {
        RequireLabel(label, logarithms.Length);
        double own = logarithms[(int)label], highest = double.NegativeInfinity;
        int above = 0;
        for (int i = 0; i < logarithms.Length; i++)
        {
            highest = Math.Max(highest, logarithms[i]);
            if (logarithms[i] > own || (logarithms[i] == own && i < label)) above++;
        }

        Add(above, Math.Exp(highest), -own);
    }

    private static void RequireLabel(long label, int classes)
    {
        if (label < 0 || label >= classes) throw new ArgumentOutOfRangeException(nameof(label), label, $"labels lie in [0, {classes})");
    }

    private void Add(int above, double confidence, double loss)
    {
        int bin = calibration.BinOf(confidence);
        counts[bin]++;
        confidences[bin] += confidence;
        if (above == 0)
        {
            hits[bin]++;
            right++;
        }

        if (above < 5) rightInFive++;
        negativeLogLikelihood += loss;
        Samples++;
    }
}
