using SupTickets.Topology;

namespace SupTickets.Methods;

/// <summary>|score| at some positions of a weight, on the host.</summary>
internal static class DenseScores
{
    /// <summary>Of the dense gradient.</summary>
    /// <exception cref="InvalidOperationException">It was not captured.</exception>
    internal static float[] OfGradient(SparseWeight weight, ReadOnlySpan<int> positions) => At(weight.DenseGradientOnHost(), positions);

    /// <summary>Of the momentum of the dense gradient.</summary>
    /// <exception cref="InvalidOperationException">None was accumulated.</exception>
    internal static float[] OfMomentum(SparseWeight weight, ReadOnlySpan<int> positions) => weight.DenseMomentum is null
        ? throw new MissingGradientException("the momentum of the dense gradient was not accumulated", everyStep: true)
        : At(weight.DenseMomentumOnHost(), positions);

    private static float[] At(float[] dense, ReadOnlySpan<int> positions)
    {
        float[] scores = new float[positions.Length];
        for (int i = 0; i < positions.Length; i++) scores[i] = MathF.Abs(dense[positions[i]]);
        return scores;
    }
}
