using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// A layer that libtorch computes among sparse ones: its input is converted from the blocked layout, its output back to it.
/// </summary>
internal sealed unsafe class DenseOperation(SparseLayerModule layer, Value input, Value output) : KernelOperation
{
    public override nn.Module Module => layer;

    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    internal override bool IsDense => true;

    // libtorch keeps its own copy of the input.
    public override IEnumerable<Value> ReadAgain => [];

    private double Numbers => (double)input.Shape.Length + output.Shape.Length;

    public override void Forward(Run run)
    {
        using var lap = run.Time("dense layer", output.Shape, Numbers);
        using var scope = NewDisposeScope();
        bool learns = run.Purpose == RunPurpose.Gradients;
        using var mode = set_grad_enabled(learns);
        Tensor images = input.Rank == Value.Images
            ? empty(input.Shape.Samples, input.Shape.Channels, input.Shape.Height, input.Shape.Width)
            : empty(input.Shape.Samples, input.Shape.Channels);
        BlockedLayout.ToRowMajor(run.Threads, input.Shape, run[input], Run.PointerTo(images));
        Tensor result = layer.ComputeDensely(images.requires_grad_(learns && input.NeedsGradient));
        BlockedLayout.ToBlocked(run.Threads, output.Shape, Run.PointerTo(result.detach().contiguous()), run[output]);
        if (learns) run.KeepGraph(this, images.MoveToOuterDisposeScope(), result.MoveToOuterDisposeScope());
    }

    public override void Backward(Run run)
    {
        using var lap = run.Time("dense layer gradients", output.Shape, (input.NeedsGradient ? 2 : 1) * Numbers);
        using var scope = NewDisposeScope();
        (Tensor images, Tensor result) = run.TakeGraph(this);
        Tensor gradient = empty(result.shape);
        BlockedLayout.ToRowMajor(run.Threads, output.Shape, run.GradientOf(output), Run.PointerTo(gradient));
        // This also adds the gradients of the layer's own parameters.
        if (result.requires_grad) result.backward([gradient]);
        if (input.NeedsGradient)
        {
            float* target = run.GradientOf(input, out GradientStore store);
            Tensor? aside = store == GradientStore.Add ? empty(input.Shape.Length) : null;
            float* left = aside is null ? target : Run.PointerTo(aside);
            BlockedLayout.ToBlocked(run.Threads, input.Shape, Run.PointerTo(images.grad!.contiguous()), left);
            if (aside is not null) Sum.Backward(run.Threads, input.Shape.Length, left, target, store);
        }

        images.Dispose();
        result.Dispose();
    }
}
