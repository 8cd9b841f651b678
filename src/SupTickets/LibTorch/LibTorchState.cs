using System.Globalization;
using SupTickets.Kernels.Vectors;

namespace SupTickets.LibTorch;

/// <summary>How libtorch computes convolutions in this process, and why.</summary>
/// <param name="OneDnn">Whether by oneDNN; else by matrix products, which are slower and right everywhere.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record LibTorchState(bool OneDnn, string Reason)
{
    /// <summary>
    /// Largest error that passes, relative to the typical size of the results. Right convolutions were measured within 2e-5, wrong ones
    /// from 0.1 on.
    /// </summary>
    public const double Tolerance = 1e-3;

    /// <summary>Kinds of convolutions that were compared with float64 so far.</summary>
    public int Checked { get; init; }

    /// <summary>The largest error among them, relative to the typical size of the results.</summary>
    public double LargestError { get; init; }

    /// <summary>
    /// Why the dense engine's convolutions are refused: oneDNN should be off, and this libtorch cannot switch it off. Null where they are
    /// not.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>Whether oneDNN was switched off because a check found it wrong.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether oneDNN is off for a resumed run, and would be on otherwise.</summary>
    internal bool IsForRun { get; init; }

    /// <summary>Whether oneDNN is off for a run that has ended: it could not be switched on again.</summary>
    internal bool IsLeftOver { get; init; }

    /// <summary>The decision. It depends on its arguments alone, so that any processor can be tested on any machine.</summary>
    /// <param name="trust">What the user wants.</param>
    /// <param name="processor">The processor, as it describes itself.</param>
    /// <param name="worst">The largest error of oneDNN that was measured; null before the first check.</param>
    internal static LibTorchState Of(LibTorchTrust trust, Processor processor, ConvolutionError? worst) => trust switch
    {
        LibTorchTrust.Trusted => new(OneDnn: true, $"{LibTorchSafety.Variable} is trusted: nothing is checked"),
        LibTorchTrust.Safe => new(OneDnn: false, $"{LibTorchSafety.Variable} is safe"),
        _ when processor.HidesCaches => new(
            OneDnn: false,
            $"the processor ({processor.Name}) hides its caches, and there oneDNN's convolutions are wrong or end the process"),
        _ when worst is { Passes: false } =>
            new(OneDnn: false, $"oneDNN failed its check on this processor ({processor.Name}): {worst}") { HasFailed = true },
        _ => new(OneDnn: true, "nothing is known against it, and every convolution of a layer is checked against float64"),
    };

    /// <summary>For people, one line.</summary>
    public override string ToString()
    {
        if (Refusal is not null) return $"convolutions of libtorch: refused ({Refusal})";
        string how = OneDnn ? "oneDNN" : "matrix products";
        string found = Checked == 0 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"; {Checked} checked against float64, largest error {LargestError:0.0e+0}");
        return $"convolutions of libtorch: {how} ({Reason}){found}";
    }
}
