namespace SupTickets.Kernels.Norm;

/// <summary><see cref="NormStatistics"/> whose memory is pinned.</summary>
internal readonly unsafe struct NormPointers
{
    public required float* Mean { get; init; }

    public float* Variance { get; init; }

    public required float* InverseDeviation { get; init; }

    public required float* Scale { get; init; }

    public required float* Shift { get; init; }
}
