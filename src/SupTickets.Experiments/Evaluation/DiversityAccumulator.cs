namespace SupTickets.Experiments.Evaluation;

/// <summary>Gathers <see cref="Diversity"/> sample after sample, in double.</summary>
/// <param name="networks">How many networks are compared, at least 2.</param>
internal sealed class DiversityAccumulator(int networks)
{
    private readonly int pairs = networks * (networks - 1) / 2;
    private long disagreements;
    private double divergence;
    private long samples;

    internal Diversity Diversity => new((double)disagreements / pairs / samples, divergence / (2 * pairs) / samples);

    /// <summary>Adds one sample: for each network the class it predicts, and ln of its softmax outputs, all finite.</summary>
    internal void Add(ReadOnlySpan<int> predictions, IReadOnlyList<double[]> logarithms)
    {
        for (int one = 0; one < networks; one++)
        {
            for (int other = 0; other < networks; other++)
            {
                if (other == one) continue;
                if (one < other && predictions[one] != predictions[other]) disagreements++;
                divergence += Divergence(logarithms[one], logarithms[other]);
            }
        }

        samples++;
    }

    // Computed from logarithms, since the quotient of two saturated outputs would be 0/0. A p of 0 adds 0.
    private static double Divergence(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++) sum += Math.Exp(p[i]) * (p[i] - q[i]);
        return sum;
    }
}
