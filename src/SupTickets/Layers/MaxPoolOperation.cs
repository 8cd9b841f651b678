using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Pooling;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>Max pooling.</summary>
internal sealed unsafe class MaxPoolOperation(PoolGeometry geometry, Value input, Value output) : KernelOperation
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [input, output];

    private double Numbers => (double)input.Shape.Length + output.Shape.Length;

    internal override bool CanRepeat => true;

    public override void Forward(Run run)
    {
        using var lap = run.Time("pooling", output.Shape, Numbers);
        Kernels.Pooling.MaxPool.Forward(run.Threads, input.Shape, geometry, run[input], run[output]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        float* target = run.GradientOf(input, out GradientStore store);
        using var lap = run.Time("pooling gradient", output.Shape, 2 * Numbers);
        Kernels.Pooling.MaxPool.Backward(
            run.Threads, input.Shape, geometry, run[input], run[output], run.GradientOf(output), target, store);
    }
}
