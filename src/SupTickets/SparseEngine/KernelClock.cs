using System.Diagnostics;
using System.Runtime.InteropServices;
using SupTickets.Kernels.Layout;

namespace SupTickets.SparseEngine;

/// <summary>
/// Adds up where the time of steps goes: what the kernels of a network's programs take, by what they do and by the size of the maps.
/// </summary>
internal sealed class KernelClock
{
    private readonly Dictionary<(string Kernel, int Height, int Width), KernelTime> times = [];

    /// <summary>What was added up, in the order in which each came first.</summary>
    public IReadOnlyList<KernelTime> Times => [.. times.Values];

    private void Add(string kernel, BlockedShape maps, double seconds, double numbers, double multiplyAdds)
    {
        ref KernelTime? time = ref CollectionsMarshal.GetValueRefOrAddDefault(times, (kernel, maps.Height, maps.Width), out _);
        time ??= new(kernel, maps.Height, maps.Width);
        time.Seconds += seconds;
        time.Bytes += numbers * sizeof(float);
        time.MultiplyAdds += multiplyAdds;
    }

    /// <summary>A kernel that runs until this is disposed of.</summary>
    /// <param name="clock">What adds it up, or null.</param>
    /// <param name="kernel">What it does.</param>
    /// <param name="maps">Whose height and width are the size of its maps.</param>
    /// <param name="numbers">Activations and gradients of such that it must read or write, each once.</param>
    /// <param name="multiplyAdds">At connections.</param>
    public readonly ref struct Lap(KernelClock? clock, string kernel, BlockedShape maps, double numbers, double multiplyAdds)
    {
        private readonly long started = clock is null ? 0 : Stopwatch.GetTimestamp();

        public void Dispose() => clock?.Add(kernel, maps, Stopwatch.GetElapsedTime(started).TotalSeconds, numbers, multiplyAdds);
    }
}
