using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;

namespace SupTickets.Kernels.Convolution;

/// <summary>What a gather works on.</summary>
internal unsafe readonly struct GatherOperands
{
    public required KernelScratch Scratch { get; init; }

    /// <summary>Rows of the pattern, all phases together.</summary>
    public required int Rows { get; init; }

    /// <summary>For each row the first connection of each chunk, then the row's end.</summary>
    public required int* Bounds { get; init; }

    /// <summary>For each connection where it reads for position 0, from its packed chunk's start.</summary>
    public required int* Offsets { get; init; }

    public required float* Values { get; init; }

    /// <summary>One for each row, or null.</summary>
    public required float* Bias { get; init; }

    public required NormalizedInput Source { get; init; }

    public required float* Target { get; init; }

    /// <summary>Whether the target is overwritten or added to.</summary>
    public required GradientStore Store { get; init; }
}
