namespace SupTickets.Kernels.Convolution;

/// <summary>Rows in memory, <paramref name="pitch"/> floats from one to the next.</summary>
internal readonly unsafe struct RowsInMemory(float* first, nint pitch)
{
    private readonly float* first = first;
    private readonly nint pitch = pitch;

    public float* Row(int row) => first + row * pitch;
}
