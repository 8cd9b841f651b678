namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// Collects the answers of several networks to the same samples: the figures of their prediction ensemble, which averages their softmax
/// outputs (Garipov et al., 2018; Yin et al., 2022, Tables 17 and 18), and how much they differ.
/// </summary>
public sealed class EnsembleAccumulator
{
    private readonly MetricsAccumulator figures;
    private readonly DiversityAccumulator differences;
    private readonly int networks;

    /// <summary>For <paramref name="networks"/> networks, at least 2.</summary>
    public EnsembleAccumulator(int networks, Calibration calibration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(networks, 2);
        (this.networks, figures, differences) = (networks, new(calibration), new(networks));
    }

    /// <summary>Figures of the ensemble.</summary>
    /// <exception cref="InvalidOperationException">There was no sample yet.</exception>
    public Metrics Metrics => figures.Metrics;

    /// <summary>The ensemble's reliability curve.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability => figures.Reliability;

    /// <summary>How differently the networks answer.</summary>
    public Diversity Diversity => differences.Diversity;

    /// <summary>Adds samples.</summary>
    /// <param name="scores">For each network its scores before softmax, [N, classes] row-major.</param>
    /// <param name="labels">[N].</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    public void Add(IReadOnlyList<float[]> scores, ReadOnlySpan<long> labels)
    {
        if (scores.Count != networks) throw new ArgumentException($"scores of {scores.Count} networks, not {networks}", nameof(scores));
        if (labels.Length == 0) return;
        int classes = scores[0].Length / labels.Length;
        if (classes == 0 || scores.Any(one => one.Length != scores[0].Length) || classes * labels.Length != scores[0].Length)
            throw new ArgumentException(
                $"{string.Join(", ", scores.Select(one => one.Length))} scores do not fit {labels.Length} labels", nameof(scores));

        int[] predictions = new int[networks];
        double[][] logarithms = [.. scores.Select(_ => new double[classes])];
        double[] mean = new double[classes];
        for (int sample = 0; sample < labels.Length; sample++)
        {
            for (int network = 0; network < networks; network++)
                predictions[network] = LogSoftmax.Of(
                    scores[network].AsSpan(sample * classes, classes), logarithms[network], figures.Samples);
            for (int i = 0; i < classes; i++) mean[i] = LogOfMean(logarithms, i);
            differences.Add(predictions, logarithms);
            figures.AddLogarithms(mean, labels[sample]);
        }
    }

    // ln((e^a + e^b + …)/M), which stays finite where every one of the outputs is too small for a double.
    private static double LogOfMean(double[][] logarithms, int index)
    {
        double highest = double.NegativeInfinity, sum = 0;
        foreach (double[] one in logarithms) highest = Math.Max(highest, one[index]);
        foreach (double[] one in logarithms) sum += Math.Exp(one[index] - highest);
        return highest + Math.Log(sum / logarithms.Length);
    }
}
