using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>The mean over all pixels.</summary>
internal sealed unsafe class AveragePoolOperation(Value input, Value output) : KernelOperation
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [];

    private double Numbers => (double)input.Shape.Length + output.Shape.Length;

    internal override bool CanRepeat => true;

    public override void Forward(Run run)
    {
        using var lap = run.Time("pooling", output.Shape, Numbers);
        Kernels.Pooling.GlobalAveragePool.Forward(run.Threads, input.Shape, run[input], run[output]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        float* target = run.GradientOf(input, out GradientStore store);
        using var lap = run.Time("pooling gradient", output.Shape, Numbers);
        Kernels.Pooling.GlobalAveragePool.Backward(run.Threads, input.Shape, run.GradientOf(output), target, store);
    }
}
