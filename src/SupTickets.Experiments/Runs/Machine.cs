using System.Reflection;
using System.Runtime.InteropServices;
using SupTickets.Kernels.Vectors;
using TorchSharp;

namespace SupTickets.Experiments.Runs;

/// <summary>The machine of a process, as far as it affects times and last digits. It names neither the computer nor its user.</summary>
public sealed record Machine
{
    /// <summary>The processor's name, or its architecture if it has none.</summary>
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

    /// <summary>The commit that this library was built from; null where it is not known, as in files of earlier versions.</summary>
    public string? Commit { get; init; }

    /// <summary>The version of libtorch that TorchSharp was built for.</summary>
    public required string Torch { get; init; }

    /// <summary>The machine of this process.</summary>
    /// <param name="threads">Threads that it computes with, at least 1.</param>
    public static Machine Here(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        string version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new()
        {
            Processor = Kernels.Vectors.Processor.Current.Name,
            Cores = Environment.ProcessorCount,
            Threads = threads,
            VectorBits = VectorWidth.Bits,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Runtime = RuntimeInformation.FrameworkDescription,
            Version = version,
            // The build appends it to the version where it finds a repository.
            Commit = version.Split('+') is [_, var commit] ? commit : null,
            Torch = torch.__version__,
        };
    }
}
