using SupTickets.Kernels.Convolution;

namespace SupTickets.SparseEngine;

/// <summary>Memory and threads that all programs of a network share.</summary>
internal sealed class Resources(int threads) : IDisposable
{
    private int runs;
    private bool isGivenUp;

    public KernelScratch Scratch { get; } = new(threads);

    public BufferPool Pool { get; } = new();

    /// <summary>Adds up what kernels take, where somebody asks.</summary>
    public KernelClock? Clock { get; set; }

    /// <summary>Keeps everything until <see cref="Release"/>.</summary>
    public void Hold() => runs++;

    /// <summary>A run needs nothing any more.</summary>
    public void Release()
    {
        runs--;
        FreeIfUnused();
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => Pool.Bytes + Scratch.Bytes;

    /// <summary>Frees what no open run needs; the next run takes it anew.</summary>
    public void ReleaseUnused()
    {
        Scratch.Dispose();
        Pool.Dispose();
    }

    /// <summary>
    /// Frees everything as soon as no run is open: its backward pass may still come. Where it never comes, the memory is the collector's.
    /// </summary>
    public void Dispose()
    {
        isGivenUp = true;
        FreeIfUnused();
    }

    private void FreeIfUnused()
    {
        if (isGivenUp && runs == 0) ReleaseUnused();
    }
}
