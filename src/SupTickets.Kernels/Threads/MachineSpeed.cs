using System.Diagnostics;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Threads;

/// <summary>
/// What this machine can do, for comparing kernels with: multiply-adds of one vector from a cache or from memory each, as the inner loops
/// do them.
/// </summary>
/// <param name="FirstLevelGflops">GFLOP/s of all threads together, from 16 KiB each: the first-level cache.</param>
/// <param name="SecondLevelGflops">The same from 256 KiB each: the second-level cache.</param>
/// <param name="ReadGigabytes">GB/s read from 64 MiB a thread: from memory, unless the last-level cache is as large.</param>
/// <param name="CopyGigabytes">GB/s copied in memory, what is read and what is written counted.</param>
public sealed record MachineSpeed(double FirstLevelGflops, double SecondLevelGflops, double ReadGigabytes, double CopyGigabytes)
{
    private const int NearBytes = 16 << 10, FarBytes = 256 << 10, MemoryBytes = 64 << 20, BytesAtATime = 64 << 20, Rounds = 7;

    /// <summary>Measures for a fraction of a second; the best of some rounds, as nothing makes a machine faster than it is.</summary>
    /// <param name="threads">Threads, at least 1.</param>
    public static MachineSpeed Measure(int threads)
    {
        double first = MultiplyAdds(threads, NearBytes), second = MultiplyAdds(threads, FarBytes),
            memory = MultiplyAdds(threads, MemoryBytes);
        // Two operations for each float of four bytes.
        return new(first, second, memory * sizeof(float) / 2, Copy(threads));
    }

    private static double MultiplyAdds(int threads, int bytes)
    {
        int floats = bytes / sizeof(float), repeats = BytesAtATime / bytes;
        using Buffers x = new(threads, floats);
        double seconds = Best(() => Tier.Dispatch(new Loop(threads, x, floats, repeats)));
        return 2e-9 * threads * floats * repeats / seconds;
    }

    private static double Copy(int threads)
    {
        int floats = MemoryBytes / sizeof(float);
        using Buffers from = new(threads, floats), to = new(threads, floats);
        return 2e-9 * threads * MemoryBytes / Best(() => Team.Run(threads, threads, (item, _) => from[item].Span.CopyTo(to[item].Span)));
    }

    private static double Best(Action work) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    });

    /// <summary>One for each thread, written to, so that they are there.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly AlignedFloats[] all;

        public Buffers(int threads, int floats)
        {
            all = [.. Enumerable.Range(0, threads).Select(_ => new AlignedFloats(floats))];
            foreach (AlignedFloats one in all) one.Span.Fill(1);
        }

        public AlignedFloats this[int thread] => all[thread];

        public void Dispose()
        {
            foreach (AlignedFloats one in all) one.Dispose();
        }
    }

    /// <summary>Eight sums side by side, as in a gather.</summary>
    private readonly unsafe struct Loop(int threads, Buffers buffers, int floats, int repeats) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            Loop loop = this;
            Team.Run(threads, threads, (item, _) => loop.Item<TVector, TTier>(item));
        }

        private void Item<TVector, TTier>(int item)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            int width = TTier.Width;
            float* x = buffers[item].Pointer;
            TVector value = TTier.Broadcast(1e-9f);
            TVector a0 = value, a1 = value, a2 = value, a3 = value, a4 = value, a5 = value, a6 = value, a7 = value;
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                for (nint i = 0; i < floats; i += 8 * width)
                {
                    float* at = x + i;
                    a0 = TTier.MultiplyAdd(TTier.Load(at), value, a0);
                    a1 = TTier.MultiplyAdd(TTier.Load(at + width), value, a1);
                    a2 = TTier.MultiplyAdd(TTier.Load(at + 2 * width), value, a2);
                    a3 = TTier.MultiplyAdd(TTier.Load(at + 3 * width), value, a3);
                    a4 = TTier.MultiplyAdd(TTier.Load(at + 4 * width), value, a4);
                    a5 = TTier.MultiplyAdd(TTier.Load(at + 5 * width), value, a5);
                    a6 = TTier.MultiplyAdd(TTier.Load(at + 6 * width), value, a6);
                    a7 = TTier.MultiplyAdd(TTier.Load(at + 7 * width), value, a7);
                }
            }

            TVector sum = TTier.Add(TTier.Add(TTier.Add(a0, a1), TTier.Add(a2, a3)), TTier.Add(TTier.Add(a4, a5), TTier.Add(a6, a7)));
            // Stored, lest the compiler finds that nobody wants it.
            TTier.Store(sum, x);
        }
    }
}
