using System.Diagnostics;
using SupTickets.LibTorch;
using SupTickets.Tests.Cli.Commands;
using static TorchSharp.torch;

namespace SupTickets.Tests.LibTorch;

[Collection(nameof(WholeRuns))]
public sealed class FreedMemoryTests
{
    private const int Small = 16 << 10, Count = 4096;

    [Fact]
    public void Tensors_that_are_gone_and_arrays_that_nobody_holds_give_their_memory_back()
    {
        FreedMemory.GiveBack();
        long before = Resident();
        // Below the size from which the C library asks the system for each by itself.
        Tensor[] tensors = [.. Enumerable.Range(0, Count).Select(_ => ones(Small))];
        Forget();
        // Above what was freed lies something in use, which keeps the C library from shrinking its heap.
        using Tensor last = ones(Small);
        foreach (Tensor tensor in tensors) tensor.Dispose();
        FreedMemory.GiveBack();
        long kept = Resident() - before, made = 2L * Count * Small * sizeof(float);
        Assert.True(kept < made / 4, $"{kept >> 20} MiB of {made >> 20} are still resident");
    }

    // In a method of its own, so that no variable holds them.
    private static void Forget()
    {
        float[][] arrays = [.. Enumerable.Range(0, Count / 64).Select(_ => new float[64 * Small])];
        foreach (float[] array in arrays) Array.Fill(array, 1);
        Assert.All(arrays, array => Assert.Equal(1, array[^1]));
    }

    private static long Resident()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
