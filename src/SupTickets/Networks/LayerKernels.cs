using System.Text.Json.Serialization;
using SupTickets.Kernels.Convolution;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>The kernels of ours that compute a layer.</summary>
/// <param name="Outputs">Of the forward pass and of the input gradient, whose bits do not depend on it.</param>
/// <param name="Weights">Of the weight gradient, which agrees within rounding.</param>
public sealed record LayerKernels(
    [property: JsonConverter(typeof(LayerKernels.Converter))] ConvolutionKernel Outputs,
    [property: JsonConverter(typeof(LayerKernels.Converter))] ConvolutionKernel Weights)
{
    /// <summary>Connection by connection throughout.</summary>
    public static LayerKernels Gather { get; } = new(ConvolutionKernel.Gather, ConvolutionKernel.Gather);

    private static NamedTable<ConvolutionKernel> All { get; } = new("kernel",
        new("gather", "connection by connection", "", ConvolutionKernel.Gather),
        new("panel", "every position of the weight, several rows at a time", "", ConvolutionKernel.Panel));

    /// <summary>One word, or two where the weight gradient has another: <c>gather/panel</c>.</summary>
    public override string ToString() =>
        Outputs == Weights ? All.NameOf(Outputs)! : $"{All.NameOf(Outputs)}/{All.NameOf(Weights)}";

    internal ConvolutionKernels ToKernels() => new(Outputs, Weights);

    private sealed class Converter() : NamedValueConverter<ConvolutionKernel>(All);
}
