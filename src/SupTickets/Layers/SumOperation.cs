using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>The sum of a branch and its shortcut where no batch norm precedes it.</summary>
internal sealed unsafe class SumOperation(Value branch, Value shortcut, Value output) : KernelOperation
{
    /// <summary>The shortcut that the branch is added to.</summary>
    public Value Shortcut => shortcut;

    public override IReadOnlyList<Value> Inputs { get; } = [branch, shortcut];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [];

    internal override IReadOnlyList<Value> MayOverwrite => Inputs;

    internal override Value? GradientPassesTo => branch;

    internal override bool CanRepeat => true;

    public override void Forward(Run run)
    {
        using var lap = run.Time("sum", output.Shape, 3.0 * output.Shape.Length);
        Sum.Forward(run.Threads, output.Shape.Length, run[branch], run[shortcut], run[output]);
    }

    public override void Backward(Run run)
    {
        // The gradient's memory passes to one summand if possible; for the other it is copied, or added to what is there.
        using var lap = run.Time("sum gradient", output.Shape, 2.0 * output.Shape.Length);
        float* gradient = run.GradientOf(output);
        if (shortcut.NeedsGradient)
        {
            float* target = run.GradientOf(shortcut, out GradientStore store);
            Sum.Backward(run.Threads, shortcut.Shape.Length, gradient, target, store);
        }

        if (branch.NeedsGradient) run.PassOn(output, branch);
    }
}
