using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>What a benchmark ran on, as far as it decides the times.</summary>
/// <param name="Processor">The processor with its caches, as it describes itself.</param>
/// <param name="Cores">Logical processors that the process may use.</param>
/// <param name="Threads">Threads that it computed with.</param>
/// <param name="MemoryBytes">Memory that the process may use; a limit of its container counts.</param>
/// <param name="VectorBits">Bits of the widest vectors that our kernels use: 512, 256, 128, or 32 where there are none.</param>
/// <param name="LibTorch">How libtorch computed its convolutions, and what their check found.</param>
/// <param name="Speed">What all threads together can do, to compare kernels with; null if it was not measured.</param>
public sealed record BenchmarkMachine(
    Processor Processor, int Cores, int Threads, long MemoryBytes, int VectorBits, LibTorchState LibTorch, MachineSpeed? Speed)
{
    /// <summary>The machine of this process, now.</summary>
    /// <param name="threads">Threads that it computes with.</param>
    /// <param name="speed">Its speed, if it was measured.</param>
    public static BenchmarkMachine Here(int threads, MachineSpeed? speed) => new(
        Processor.Current, Environment.ProcessorCount, threads, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, VectorWidth.Bits,
        LibTorchSafety.State, speed);
}
