namespace SupTickets.Tests.Kernels;

/// <summary>Sums of products in doubles, and how far sums in floats may be from them.</summary>
internal sealed class ProductSums(float[] starts)
{
    private readonly double[] sums = [.. starts];
    private readonly double[] sizes = [.. starts.Select(Math.Abs)];
    private readonly int[] counts = new int[starts.Length];

    public void Add(int index, double term)
    {
        sums[index] += term;
        sizes[index] += Math.Abs(term);
        counts[index]++;
    }

    // A sum of nothing is exact. However products are grouped, none passes through more roundings than there are products, plus six of
    // joining the lanes of two vectors, each of at most half a unit in the last place of all magnitudes together.
    public void Agrees(float[] computed)
    {
        Assert.Equal(sums.Length, computed.Length);
        for (int i = 0; i < sums.Length; i++)
        {
            double bound = counts[i] == 0 ? 0 : (counts[i] + 6) * Math.ScaleB(1, -24) * sizes[i], error = Math.Abs(computed[i] - sums[i]);
            if (!(error <= bound)) Assert.Fail($"number {i} is {computed[i]:R}, not {sums[i]:R} within {bound:R}");
        }
    }
}
