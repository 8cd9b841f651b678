using CsCheck;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Norm;

/// <summary>Random arguments of the batch-normalisation kernels, and the plain loops in doubles that say what is right.</summary>
internal sealed class BatchNormCase : IDisposable
{
    /// <summary>1 to 40 samples, 1 to 5 channels, planes of 1 to 70.</summary>
    public static readonly Gen<BlockedShape> Shapes =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 10], Gen.Int[1, 7], (n, c, h, w) => new BlockedShape(n, c, h, w));

    /// <summary>Where the samples are few, many, or all of a block, and planes odd, even, or longer than a piece.</summary>
    public static readonly BlockedShape[] Corners =
        [new(1, 1, 1, 1), new(16, 2, 1, 1), new(17, 3, 1, 3), new(33, 2, 4, 5), new(9, 1, 3, 3), new(18, 1, 23, 23), new(40, 2, 1, 70)];

    public BatchNormCase(BlockedShape shape, int seed, float padding = 1e30f)
    {
        Shape = shape;
        (X, Y, Dy, Residual) = (Fill(seed, padding), Fill(seed + 1, padding), Fill(seed + 2, padding), Fill(seed + 3, padding));
        (Mean, Scale, Shift) = (Numbers.Floats(C, seed + 4), Numbers.Floats(C, seed + 5), Numbers.Floats(C, seed + 6));
        InverseDeviation = [.. Numbers.Floats(C, seed + 7).Select(v => 0.5f + MathF.Abs(v))];
    }

    public BlockedShape Shape { get; }

    public AlignedFloats X { get; }

    public AlignedFloats Y { get; }

    public AlignedFloats Dy { get; }

    public AlignedFloats Residual { get; }

    public float[] Mean { get; }

    public float[] Scale { get; }

    public float[] Shift { get; }

    public float[] InverseDeviation { get; }

    public double Count => (double)Shape.Samples * Shape.Area;

    private int C => Shape.Channels;

    /// <summary>Offsets of the samples' elements of a channel.</summary>
    public IEnumerable<int> Real(int channel) => Offsets(channel).Where(o => !IsPadding(o));

    public bool IsPadding(int offset) => offset % BlockedShape.Lanes >= Shape.LanesOf(offset / (int)Shape.BlockLength);

    public int ChannelOf(int offset) => offset / (int)Shape.Plane % C;

    /// <summary>scale · x + shift, rounded once, as the kernels define it.</summary>
    public float Normal(int offset) =>
        MathF.FusedMultiplyAdd(Scale[ChannelOf(offset)], X.Span[offset], Shift[ChannelOf(offset)]);

    /// <summary>What the activation lets through of dy.</summary>
    public double Gradient(int offset, Activation activation, AlignedFloats? y) =>
        activation == Activation.None || (y is null ? Normal(offset) : y.Span[offset]) > 0 ? Dy.Span[offset] : 0;

    /// <summary>Σ g and Σ g·x̂, and the sums of their magnitudes, which errors are measured by.</summary>
    public (double Beta, double Gamma, double BetaSize, double GammaSize) Sums(int channel, Activation activation, AlignedFloats? y)
    {
        (double Beta, double Gamma, double BetaSize, double GammaSize) s = default;
        foreach (int o in Real(channel))
        {
            double g = Gradient(o, activation, y), product = g * (X.Span[o] - (double)Mean[channel]) * InverseDeviation[channel];
            s = (s.Beta + g, s.Gamma + product, s.BetaSize + Math.Abs(g), s.GammaSize + Math.Abs(product));
        }

        return s;
    }

    /// <summary>Memory of the shape's size, full of numbers that no kernel may leave there.</summary>
    public AlignedFloats Output()
    {
        AlignedFloats memory = new(Shape.Length);
        memory.Span.Fill(float.NaN);
        return memory;
    }

    public AlignedFloats Copy(AlignedFloats source)
    {
        AlignedFloats memory = new(Shape.Length);
        source.Span.CopyTo(memory.Span);
        return memory;
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        Dy.Dispose();
        Residual.Dispose();
    }

    private IEnumerable<int> Offsets(int channel) =>
        from block in Enumerable.Range(0, Shape.Blocks)
        from i in Enumerable.Range(0, (int)Shape.Plane)
        select (int)((block * Shape.BlockLength) + (channel * Shape.Plane)) + i;

    private AlignedFloats Fill(int seed, float padding)
    {
        AlignedFloats memory = new(Shape.Length);
        Numbers.Floats((int)Shape.Length, seed).CopyTo(memory.Span);
        for (int o = 0; o < memory.Length; o++) if (IsPadding(o)) memory.Span[o] = padding;
        return memory;
    }
}
