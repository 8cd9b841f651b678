using SupTickets.Kernels;
using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>A sparse convolution or linear layer with the sparse engine.</summary>
internal sealed unsafe class WeightOperation(SparseLayerModule layer, BlockedShape inputShape, Value input, Value output) : Operation
{
    private SparseConvolution? convolution;
    private ConnectionLayout? preparedFor;

    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => Inputs;

    public override void Forward(Run run)
    {
        float* bias = layer.Bias is null ? null : Run.PointerTo(layer.Bias);
        Prepared().Forward(run.Scratch, Run.PointerTo(layer.Weight.Values), bias, run[input], run[output]);
    }

    public override void Backward(Run run)
    {
        float* gradient = run.GradientOf(output);
        SparseConvolution prepared = Prepared();
        prepared.WeightGradient(run.Scratch, run[input], gradient, Run.PointerTo(run.ParameterGradient(layer.Weight.Values)));
        if (layer.Weight.CapturesDenseGradient && !layer.Weight.Connectivity.IsFull) layer.Weight.AddDenseGradient(DenseGradient(run, gradient));
        if (layer.Bias is not null) ChannelSum.Invoke(run.Threads, output.Shape, gradient, Run.PointerTo(run.ParameterGradient(layer.Bias)));
        if (input.NeedsGradient) prepared.InputGradient(run.Scratch, Run.PointerTo(layer.Weight.Values), gradient, run.GradientOf(input, out GradientStore store), store);
    }

    // At every position, connected or not: the same kernel over all of them, for this layer alone and only when asked for.
    private Tensor DenseGradient(Run run, float* gradient)
    {
        Tensor dense = empty(layer.Weight.Shape.Positions);
        new SparseConvolution(ConnectionLayout.Full(layer.KernelShape), inputShape).WeightGradient(run.Scratch, run[input], gradient, Run.PointerTo(dense));
        // Four bytes for each of the positions, where the other passes need them for the connections.
        run.Scratch.ReleaseShared();
        return dense;
    }

    private SparseConvolution Prepared()
    {
        ConnectionLayout layout = layer.Connections();
        if (!ReferenceEquals(layout, preparedFor)) (convolution, preparedFor) = (new(layout, inputShape), layout);
        return convolution!;
    }
}
