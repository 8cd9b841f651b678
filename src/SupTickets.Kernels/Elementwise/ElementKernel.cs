using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>What an element-wise operation does with a stretch of elements.</summary>
internal interface IElementPass
{
    /// <summary>Elements [<paramref name="start"/>, <paramref name="end"/>), both multiples of 16.</summary>
    void Pass<TVector, TTier>(nint start, nint end)
        where TVector : struct
        where TTier : ITier<TVector>;
}

/// <summary>An element-wise operation over all elements, in chunks that amortise handing out and still keep every thread busy.</summary>
/// <param name="threads">Threads at most, at least 1.</param>
/// <param name="length">Elements, a multiple of 16.</param>
/// <param name="pass">What is done with them.</param>
internal readonly struct ElementKernel<TPass>(int threads, nint length, TPass pass) : ITieredKernel
    where TPass : struct, IElementPass
{
    private const nint Chunk = 1 << 15;

    /// <inheritdoc/>
    public void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % BlockedShape.Lanes, 0, nameof(length));
        nint all = length;
        TPass each = pass;
        int chunks = checked((int)((all + Chunk - 1) / Chunk));
        Team.Run(threads, chunks, (chunk, _) => each.Pass<TVector, TTier>(chunk * Chunk, nint.Min((chunk + 1) * Chunk, all)));
    }
}
