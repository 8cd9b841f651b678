namespace SupTickets.Kernels.Convolution;

/// <summary>
/// The connections of one weight in the orders that the passes of a sparse convolution want, made when first asked for and shared by
/// convolutions over batches of different sizes.
/// </summary>
public sealed class ConnectionLayout
{
    // Null: every position, which the forward order needs no list of.
    private readonly ReadOnlyMemory<int>? positions;
    private readonly Dictionary<PackedShape, ForwardPattern> forward = [];
    private readonly Dictionary<PackedShape, InputGradientPattern> inputGradient = [];
    private TransposedOrder? transposed;
    private (int First, int Step)[]? transposedPlaces;

    /// <summary>The connections at some positions.</summary>
    /// <param name="shape">The dense weight and its movement.</param>
    /// <param name="positions">Flat row-major positions in [K, C, kh, kw], strictly increasing; read as long as this object lives.</param>
    public ConnectionLayout(ConvolutionShape shape, ReadOnlyMemory<int> positions)
        : this(shape, positions, positions.Length)
    {
    }

    private ConnectionLayout(ConvolutionShape shape, ReadOnlyMemory<int>? positions, int connections)
    {
        this.positions = positions;
        (Shape, Connections) = (shape, connections);
    }

    /// <summary>The dense weight and its movement.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>How many connections.</summary>
    public int Connections { get; }

    /// <summary>Whether there is a connection at every position.</summary>
    public bool IsFull => positions is null || Connections == Positions;

    /// <summary>Positions of the weight, connected or not.</summary>
    internal int Positions => checked(Shape.Outputs * Shape.FanIn);

    /// <summary>The positions of the connections, where these are not all.</summary>
    internal ReadOnlyMemory<int> Listed =>
        positions ?? throw new InvalidOperationException("every position is connected and none is listed");

    /// <summary>Memory held for the connections, beside their positions.</summary>
    public long Bytes =>
        forward.Values.Sum(pattern => pattern.Bytes) + inputGradient.Values.Sum(pattern => pattern.Bytes) + (transposed?.Bytes ?? 0)
        + (transposedPlaces?.Length ?? 0) * 2L * sizeof(int);

    /// <summary>A connection at every position of a weight of that shape.</summary>
    public static ConnectionLayout Full(ConvolutionShape shape) => new(shape, null, checked(shape.Outputs * shape.FanIn));

    internal ForwardPattern Forward(IPacking packing) => Held(forward, packing, () => new(Shape, packing, positions));

    internal InputGradientPattern InputGradient(IPacking packing) => Held(inputGradient, packing, () =>
    {
        ReadOnlyMemory<int> listed = positions ?? Enumerable.Range(0, Connections).ToArray();
        return new(Shape, packing, listed, transposed ??= new(Shape, listed.Span));
    });

    /// <summary>See <see cref="PanelTaps.Transposed"/>; the same for every tiling.</summary>
    internal (int First, int Step)[] TransposedPlaces(PanelTaps taps) => transposedPlaces ??= taps.Transposed(Shape);

    private static T Held<T>(Dictionary<PackedShape, T> patterns, IPacking packing, Func<T> make)
    {
        if (!patterns.TryGetValue(packing.Shape, out T? pattern)) patterns.Add(packing.Shape, pattern = make());
        return pattern;
    }
}
