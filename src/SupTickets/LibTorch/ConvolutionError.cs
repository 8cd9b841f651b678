using System.Globalization;

namespace SupTickets.LibTorch;

/// <summary>How far one float32 convolution of libtorch was off.</summary>
/// <param name="Convolution">Which, in words: sizes of input and weight.</param>
/// <param name="Pass"><c>forward</c>, <c>input gradient</c> or <c>weight gradient</c>.</param>
/// <param name="Relative">
/// The largest difference from float64, relative to the typical size of the results; not finite where a result was not.
/// </param>
internal sealed record ConvolutionError(string Convolution, string Pass, double Relative)
{
    /// <summary>Whether rounding explains the difference. NaN fails.</summary>
    public bool Passes => Relative <= LibTorchState.Tolerance;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Convolution}, {Pass}: off by {Relative:0.0e+0} of the typical result");
}
