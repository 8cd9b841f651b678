using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using SupTickets.Kernels;
using TorchSharp;

namespace SupTickets.Training;

/// <summary>What a process computes on, as far as it decides times and last digits. Nothing in it names the computer or its user.</summary>
public sealed record Machine
{
    /// <summary>The processor's name, as it gives it itself; its architecture where it gives none.</summary>
    public required string Processor { get; init; }

    /// <summary>Processors that the process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads that it computes with.</summary>
    public required int Threads { get; init; }

    /// <summary>Bits of the widest vectors that our kernels use on it: 512, 256, 128, or 32 where there are none.</summary>
    public required int VectorBits { get; init; }

    /// <summary>The operating system, and the architecture of the process.</summary>
    public required string System { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The version of this library.</summary>
    public required string Version { get; init; }

    /// <summary>The version of libtorch that TorchSharp was built for.</summary>
    public required string Torch { get; init; }

    /// <summary>The machine of this process.</summary>
    /// <param name="threads">Threads that it computes with, at least 1.</param>
    public static Machine Here(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return new()
        {
            Processor = X86Name() ?? LinuxName() ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Cores = Environment.ProcessorCount,
            Threads = threads,
            VectorBits = VectorWidth.Bits,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Runtime = RuntimeInformation.FrameworkDescription,
            Version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Torch = torch.__version__,
        };
    }

    // Leaves 0x80000002 to 0x80000004: 48 bytes of text, filled up with zeros or spaces.
    private static string? X86Name()
    {
        const int First = unchecked((int)0x80000002), Last = unchecked((int)0x80000004);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < unchecked((uint)Last)) return null;
        List<byte> text = [];
        for (int leaf = First; leaf <= Last; leaf++)
        {
            (int a, int b, int c, int d) = X86Base.CpuId(leaf, 0);
            foreach (int part in new[] { a, b, c, d }) text.AddRange(BitConverter.GetBytes(part));
        }

        return Tidy(Encoding.ASCII.GetString([.. text.TakeWhile(letter => letter != 0)]));
    }

    // Where the processor does not tell, Linux may know.
    private static string? LinuxName()
    {
        const string List = "/proc/cpuinfo";
        try
        {
            if (!File.Exists(List)) return null;
            string? named = File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            return named is null ? null : Tidy(named[(named.IndexOf(':') + 1)..]);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Tidy(string name)
    {
        string tidy = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return tidy.Length == 0 ? null : tidy;
    }
}
