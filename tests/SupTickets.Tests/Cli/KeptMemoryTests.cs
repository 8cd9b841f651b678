using System.Globalization;
using System.Runtime.InteropServices;
using SupTickets.Cli;
using SupTickets.Tests.Cli.Commands;

namespace SupTickets.Tests.Cli;

[Collection(nameof(WholeRuns))]
public sealed unsafe class KeptMemoryTests
{
    private const int Pieces = 3, Page = 4096;
    private const nuint Length = 12 << 20;

    [Fact]
    public void What_a_step_frees_serves_the_next_without_new_pages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "this C library is not glibc");
        Assert.SkipWhen(
            KeptMemory.Decisions.Any(name => Environment.GetEnvironmentVariable(name) is not null), "the environment decides");
        KeptMemory.Keep();
        Step();
        long before = Faults();
        for (int step = 0; step < 5; step++) Step();
        // One step alone touches 9,216 pages.
        Assert.InRange(Faults() - before, 0, 1000);
    }

    private static void Step()
    {
        byte*[] pieces = new byte*[Pieces];
        for (int i = 0; i < Pieces; i++)
        {
            pieces[i] = (byte*)NativeMemory.Alloc(Length);
            for (nuint at = 0; at < Length; at += Page) pieces[i][at] = 1;
        }

        foreach (byte* piece in pieces) NativeMemory.Free(piece);
    }

    // Minor page faults of this thread.
    private static long Faults()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
