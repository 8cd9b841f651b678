using SupTickets.Kernels.Convolution;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>A linear layer with a sparse weight. [N, inputs] → [N, outputs].</summary>
public sealed class SparseLinear : SparseLayerModule
{
    /// <summary>A linear layer.</summary>
    public SparseLinear(int inputs, int outputs, BiasKind bias = BiasKind.Uniform)
        : base(nameof(SparseLinear), new WeightShape(outputs, inputs), bias) => RegisterComponents();

    internal override ConvolutionShape KernelShape => ConvolutionShape.Linear((int)Weight.Shape.Outputs, (int)Weight.Shape.Inputs);

    private protected override Tensor Compute(Tensor input, Tensor weight, Tensor? bias) => nn.functional.linear(input, weight, bias);

    private protected override long[] OutputSizes(long[] input)
    {
        if (input[^1] != Weight.Shape.Inputs)
            throw new ArgumentException(
                $"a linear layer {Weight.Shape} takes [N, {Weight.Shape.Inputs}], not [{string.Join(", ", input)}]", nameof(input));
        return [.. input[..^1], Weight.Shape.Outputs];
    }
}
