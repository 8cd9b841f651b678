using TorchSharp;

namespace SupTickets.Evaluation;

/// <summary>
/// Gathers the figures of one network over many batches. Sums are kept in double on the host, sample after sample, so the
/// same scores give the same bits on any device; only the last digits depend on how samples are ordered.
/// </summary>
public sealed class MetricsAccumulator
{
    /// <summary>Equally wide bins of confidence, as in Guo et al. (2017).</summary>
    public const int Bins = 15;

    private readonly double[] gaps = new double[Bins];
    private long right;
    private long rightInFive;
    private double negativeLogLikelihood;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>The figures so far.</summary>
    /// <exception cref="InvalidOperationException">There was no sample yet.</exception>
    public Metrics Metrics => Samples > 0
        ? new((double)right / Samples, (double)rightInFive / Samples, negativeLogLikelihood / Samples, gaps.Sum(Math.Abs) / Samples, Samples)
        : throw new InvalidOperationException("no sample was measured: the data set is empty");

    /// <summary>Adds a batch: <paramref name="scores"/> before softmax, Float32 [N, classes] on any device, and N <paramref name="labels"/>.</summary>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    public void Add(torch.Tensor scores, ReadOnlySpan<long> labels)
    {
        if (scores.shape is not [var samples, var classes and > 0] || samples != labels.Length)
            throw new ArgumentException($"scores of shape [{string.Join(", ", scores.shape)}] do not fit {labels.Length} labels", nameof(scores));
        using var scope = torch.NewDisposeScope();
        float[] host = scores.detach().cpu().contiguous().data<float>().ToArray();
        for (int i = 0; i < labels.Length; i++) Add(host.AsSpan(i * (int)classes, (int)classes), labels[i]);
    }

    /// <summary>Adds one sample with its <paramref name="scores"/> before softmax, [classes].</summary>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    public void Add(ReadOnlySpan<float> scores, long label)
    {
        if (label < 0 || label >= scores.Length)
            throw new ArgumentOutOfRangeException(nameof(label), label, $"labels lie in [0, {scores.Length})");
        float own = scores[(int)label];
        float highest = float.NegativeInfinity;
        int above = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            float score = scores[i];
            if (!float.IsFinite(score)) throw new NotFiniteNumberException($"sample {Samples} has the score {score} for class {i}: the network's weights are not finite", score);
            highest = Math.Max(highest, score);

            // Equal scores rank by class, as argmax does, so a network that says nothing is not counted as right.
            if (score > own || (score == own && i < label)) above++;
        }

        double sum = 0;
        foreach (float score in scores) sum += Math.Exp((double)score - highest);
        double confidence = 1 / sum;
        bool hit = above == 0;
        right += hit ? 1 : 0;
        rightInFive += above < 5 ? 1 : 0;
        negativeLogLikelihood += Math.Log(sum) + highest - own;

        // Bin m is ((m − 1)/15, m/15]. |accuracy − confidence| · |bin| is the absolute sum of (hit − confidence) in it.
        int bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
        gaps[bin] += (hit ? 1 : 0) - confidence;
        Samples++;
    }
}
