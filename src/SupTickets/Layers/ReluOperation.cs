using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>ReLU that is not fused with a batch norm.</summary>
internal sealed unsafe class ReluOperation(Value input, Value output) : KernelOperation
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [output];

    internal override IReadOnlyList<Value> MayOverwrite => Inputs;

    internal override Value? GradientPassesTo => input;

    internal override bool CanRepeat => true;

    public override void Forward(Run run)
    {
        using var lap = run.Time("ReLU", input.Shape, 2.0 * input.Shape.Length);
        Kernels.Elementwise.Relu.Forward(run.Threads, input.Shape.Length, run[input], run[output]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        float* target = run.GradientOf(input, out GradientStore store);
        using var lap = run.Time("ReLU gradient", input.Shape, 3.0 * input.Shape.Length);
        Kernels.Elementwise.Relu.Backward(run.Threads, input.Shape.Length, run[output], run.GradientOf(output), target, store);
    }
}
