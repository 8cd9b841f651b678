using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// A sparse convolution or linear layer with the sparse engine. What a norm before it leaves to it, it computes while it packs its input.
/// </summary>
internal sealed unsafe class WeightOperation(
    SparseLayerModule layer, ConvolutionKernels kernels, Value input, Value output, NormOperation? norm = null)
    : KernelOperation, INormalizing
{
    private readonly string forward = "forward " + Window(layer.KernelShape),
        weightGradient = "weight gradient " + Window(layer.KernelShape), inputGradient = "input gradient " + Window(layer.KernelShape);
    private IConvolution? convolution;
    private ConnectionLayout? preparedFor;

    public override nn.Module Module => layer;

    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => Reads;

    internal override IReadOnlyList<Value> Reads { get; } = [norm is null ? input : norm.Input];

    // A 1×1 kernel with a stride above 1 does not read the pixels in between.
    private double Numbers => output.Shape.Length + (layer.KernelShape is { Vertical.Kernel: 1, Horizontal.Kernel: 1 }
        ? (double)input.Shape.Channels / output.Shape.Channels * output.Shape.Length
        : input.Shape.Length);

    private double MultiplyAdds => (double)layer.Weight.Connectivity.Count * output.Shape.Samples * output.Shape.Area;

    public Operation ReadingThrough(NormOperation before) => new WeightOperation(layer, kernels, input, output, before);

    public override void Forward(Run run)
    {
        using var lap = run.Time(forward, output.Shape, Numbers, MultiplyAdds);
        if (run.Purpose == RunPurpose.Gradients) layer.Weight.ExpectDenseGradient();
        float* bias = layer.Bias is null ? null : Run.PointerTo(layer.Bias);
        Prepared().Forward(run.Scratch, Run.PointerTo(layer.Weight.Values), bias, Read(run), run[output]);
        // From norm to norm, lanes without a sample could grow beyond all bounds.
        if (norm is not null) BlockedLayout.ClearPadding(output.Shape, run[output]);
    }

    public override void Backward(Run run)
    {
        float* gradient = run.GradientOf(output);
        IConvolution prepared = Prepared();
        using (run.Time(weightGradient, output.Shape, Numbers, MultiplyAdds))
        {
            float* values = Run.PointerTo(run.ParameterGradient(layer.Weight.Values));
            if (layer.Weight.CapturesDenseGradient && !layer.Weight.Connectivity.IsFull)
                layer.Weight.AddDenseGradient(DenseGradient(run, gradient, values));
            else prepared.WeightGradient(run.Scratch, Read(run), gradient, values);
        }

        if (layer.Bias is not null)
            ChannelSum.Invoke(run.Threads, output.Shape, gradient, Run.PointerTo(run.ParameterGradient(layer.Bias)));
        if (!input.NeedsGradient) return;
        using var lap = run.Time(inputGradient, output.Shape, Numbers, MultiplyAdds);
        prepared.InputGradient(
            run.Scratch, Run.PointerTo(layer.Weight.Values), gradient, run.GradientOf(input, out GradientStore store), store);
    }

    private NormalizedInput Read(Run run) => norm is null ? run[input] : norm.AsInput(run);

    private static string Window(ConvolutionShape shape) =>
        $"{shape.Vertical.Kernel}x{shape.Horizontal.Kernel}" + (shape.Vertical.Stride > 1 ? $"/{shape.Vertical.Stride}" : "");

    // The gradient at every position, connected or not, for this layer only and only when asked for; that of the values is part of it.
    private Tensor DenseGradient(Run run, float* gradient, float* values)
    {
        Tensor dense = empty(layer.Weight.Shape.Positions);
        PanelConvolution all = new(layer.Connections(), input.Shape);
        all.PositionGradient(run.Scratch, Read(run), gradient, Run.PointerTo(dense));
        all.AtConnections(run.Scratch, Run.PointerTo(dense), values);
        return dense;
    }

    private IConvolution Prepared()
    {
        ConnectionLayout layout = layer.Connections();
        if (!ReferenceEquals(layout, preparedFor)) (convolution, preparedFor) = (kernels.Of(layout, input.Shape), layout);
        return convolution!;
    }
}
