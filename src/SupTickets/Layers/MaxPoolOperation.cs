using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Pooling;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>Max pooling. What a norm before it leaves to it, it computes while it reads.</summary>
internal sealed unsafe class MaxPoolOperation(PoolGeometry geometry, Value input, Value output, NormOperation? norm = null)
    : KernelOperation, INormalizing
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [.. Reads, output];

    internal override IReadOnlyList<Value> Reads { get; } = [norm is null ? input : norm.Input];

    private double Numbers => (double)input.Shape.Length + output.Shape.Length;

    internal override bool CanRepeat => true;

    public Operation ReadingThrough(NormOperation before) => new MaxPoolOperation(geometry, input, output, before);

    public override void Forward(Run run)
    {
        using var lap = run.Time("pooling", output.Shape, Numbers);
        Kernels.Pooling.MaxPool.Forward(run.Threads, input.Shape, geometry, Read(run), run[output]);
        // As in a convolution.
        if (norm is not null) BlockedLayout.ClearPadding(output.Shape, run[output]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        float* target = run.GradientOf(input, out GradientStore store);
        using var lap = run.Time("pooling gradient", output.Shape, 2 * Numbers);
        Kernels.Pooling.MaxPool.Backward(
            run.Threads, input.Shape, geometry, Read(run), run[output], run.GradientOf(output), target, store);
    }

    private NormalizedInput Read(Run run) => norm is null ? run[input] : norm.AsInput(run);
}
