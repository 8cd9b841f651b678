namespace SupTickets.Kernels;

/// <summary>Splits element-wise work: chunks that amortise handing out and still keep every thread busy.</summary>
internal static class ElementChunks
{
    private const nint Length = 1 << 15;

    /// <summary>Calls <paramref name="body"/> with the start and the end of each chunk of [0, length).</summary>
    public static void Run(int threads, nint length, Action<nint, nint> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % BlockedShape.Lanes, 0, nameof(length));
        int chunks = checked((int)((length + Length - 1) / Length));
        Team.Run(threads, chunks, (chunk, _) => body(chunk * Length, nint.Min((chunk + 1) * Length, length)));
    }
}
