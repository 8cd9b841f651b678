using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>The passes of one layer by our kernels, on numbers that do not matter.</summary>
internal sealed unsafe class KernelLoad : IDisposable
{
    private readonly KernelScratch scratch = new(get_num_threads());
    private readonly IConvolution convolution;
    private readonly AlignedFloats x, y, dx, values, gradient;

    /// <summary>A layer by some kernels, over an input of shape [N/16, C, H, W, 16].</summary>
    public KernelLoad(SparseLayerModule layer, ConvolutionKernels kernels, BlockedShape input)
    {
        ConnectionLayout connections = layer.Connections();
        convolution = kernels.Of(connections, input);
        (x, y, dx) = (new(input.Length), new(convolution.Output.Length), new(input.Length));
        (values, gradient) = (new(connections.Connections), new(connections.Connections));
        foreach (AlignedFloats memory in new[] { x, y, values }) memory.Span.Fill(0.5f);
    }

    /// <summary>Forward pass and input gradient.</summary>
    public void Outputs()
    {
        convolution.Forward(scratch, values.Pointer, null, x.Pointer, y.Pointer);
        convolution.InputGradient(scratch, values.Pointer, y.Pointer, dx.Pointer, GradientStore.Write);
    }

    /// <summary>Weight gradient.</summary>
    public void Weights() => convolution.WeightGradient(scratch, x.Pointer, y.Pointer, gradient.Pointer);

    /// <summary>All passes.</summary>
    public void Run()
    {
        Outputs();
        Weights();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scratch.Dispose();
        foreach (AlignedFloats memory in new[] { x, y, dx, values, gradient }) memory.Dispose();
    }
}
