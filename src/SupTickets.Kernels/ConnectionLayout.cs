namespace SupTickets.Kernels;

/// <summary>
/// The connections of one weight in the orders that the passes of a sparse convolution want, made when first asked for and shared by
/// convolutions over batches of different sizes.
/// </summary>
/// <param name="shape">The dense weight and its movement.</param>
/// <param name="positions">Flat row-major positions in [K, C, kh, kw], strictly increasing; read as long as this object lives.</param>
public sealed class ConnectionLayout(ConvolutionShape shape, ReadOnlyMemory<int> positions)
{
    private readonly Dictionary<PackedShape, ForwardPattern> forward = [];
    private readonly Dictionary<PackedShape, InputGradientPattern> inputGradient = [];
    private TransposedOrder? transposed;

    /// <summary>The dense weight and its movement.</summary>
    public ConvolutionShape Shape { get; } = shape;

    /// <summary>How many connections.</summary>
    public int Connections => positions.Length;

    /// <summary>Memory held for the connections, beside their positions.</summary>
    public long Bytes => forward.Values.Sum(pattern => pattern.Bytes) + inputGradient.Values.Sum(pattern => pattern.Bytes) + (transposed?.Bytes ?? 0);

    internal ForwardPattern Forward(GatherTiling tiling) => Held(forward, tiling, () => new(Shape, tiling, positions));

    internal InputGradientPattern InputGradient(GatherTiling tiling) => Held(inputGradient, tiling, () => new(Shape, tiling, positions, transposed ??= new(Shape, positions.Span)));

    // Two tilings with the same packed tile have the same offsets.
    private static T Held<T>(Dictionary<PackedShape, T> patterns, GatherTiling tiling, Func<T> make)
    {
        PackedShape packing = new(tiling.Chunk, tiling.TileBlocks, tiling.PackedRows, tiling.PackedColumns);
        if (!patterns.TryGetValue(packing, out T? pattern)) patterns.Add(packing, pattern = make());
        return pattern;
    }

    private readonly record struct PackedShape(int Chunk, int Blocks, int Rows, int Columns);
}
