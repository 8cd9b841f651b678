namespace SupTickets.Experiments.Evaluation;

/// <summary>ln of softmax in double, finite for all finite scores.</summary>
internal static class LogSoftmax
{
    /// <summary>
    /// Writes ln softmax of <paramref name="scores"/>, and returns the class with the highest of them: the first among equals.
    /// </summary>
    /// <param name="scores">[classes].</param>
    /// <param name="logarithms">[classes].</param>
    /// <param name="sample">The sample's number, for the message.</param>
    /// <exception cref="NotFiniteNumberException">A score is not finite.</exception>
    internal static int Of(ReadOnlySpan<float> scores, Span<double> logarithms, long sample)
    {
        int first = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i])) throw NotFinite(sample, i, scores[i]);
            if (scores[i] > scores[first]) first = i;
        }

        double highest = scores[first], sum = 0;
        foreach (float score in scores) sum += Math.Exp(score - highest);
        double logarithm = Math.Log(sum);
        for (int i = 0; i < scores.Length; i++) logarithms[i] = scores[i] - highest - logarithm;
        return first;
    }

    internal static NotFiniteNumberException NotFinite(long sample, int index, float score) =>
        new($"sample {sample} has the score {score} for class {index}", score);
}
