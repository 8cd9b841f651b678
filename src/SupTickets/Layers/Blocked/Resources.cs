using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>Memory and threads that all programs of a network share.</summary>
internal sealed class Resources(int threads) : IDisposable
{
    public KernelScratch Scratch { get; } = new(threads);

    public BufferPool Pool { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Scratch.Dispose();
        Pool.Dispose();
    }
}
