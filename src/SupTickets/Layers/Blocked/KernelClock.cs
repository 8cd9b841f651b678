using System.Diagnostics;
using System.Runtime.InteropServices;
using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>Where the time of a step goes: what the kernels of a network's programs took, by what they do and by the size of the maps.</summary>
internal sealed class KernelClock
{
    private readonly Dictionary<(string Kernel, int Height, int Width), Sum> sums = [];

    /// <summary>What was counted since the start.</summary>
    public IReadOnlyList<KernelTiming> Timings =>
        [.. sums.Select(pair => new KernelTiming(pair.Key.Kernel, pair.Key.Height, pair.Key.Width, pair.Value.Ticks / (double)Stopwatch.Frequency, pair.Value.MultiplyAdds, pair.Value.Bytes))];

    public void Reset() => sums.Clear();
    private void Add((string Kernel, int Height, int Width) key, long ticks, double bytes, double multiplyAdds)
    {
        ref Sum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum = new(sum.Ticks + ticks, sum.Bytes + bytes, sum.MultiplyAdds + multiplyAdds);
    }

    /// <summary>A kernel that runs; ends when disposed of.</summary>
    /// <param name="clock">What counts it, or null.</param>
    /// <param name="kernel">What it does.</param>
    /// <param name="maps">Whose height and width tell the size of its maps.</param>
    /// <param name="numbers">Floats of activations that it must read or write at the least.</param>
    /// <param name="multiplyAdds">At connections.</param>
    public readonly ref struct Lap(KernelClock? clock, string kernel, BlockedShape maps, double numbers, double multiplyAdds)
    {
        private readonly long started = clock is null ? 0 : Stopwatch.GetTimestamp();

        public void Dispose() => clock?.Add((kernel, maps.Height, maps.Width), Stopwatch.GetTimestamp() - started, numbers * sizeof(float), multiplyAdds);
    }

    private readonly record struct Sum(long Ticks, double Bytes, double MultiplyAdds);
}
