namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>Forward without and with bias, the input's gradient written and added, all row-major, and the values' gradient.</summary>
internal sealed record ConvolutionResults(float[] Plain, float[] Biased, float[] Written, float[] Added, float[] Values)
{
    public int[] GatheredBits() => Numbers.Bits([.. Plain, .. Biased, .. Written, .. Added]);

    public int[] AllBits() => [.. GatheredBits(), .. Numbers.Bits(Values)];
}
