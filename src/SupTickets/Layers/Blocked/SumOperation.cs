using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>The sum of a branch and its shortcut where no batch norm precedes it.</summary>
internal sealed unsafe class SumOperation(Value branch, Value shortcut, Value output) : Operation
{
    public Value Branch => branch;

    public Value Shortcut => shortcut;

    public override IReadOnlyList<Value> Inputs { get; } = [branch, shortcut];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [];

    public override void Forward(Run run)
    {
        new Span<float>(run[branch], checked((int)branch.Shape.Length)).CopyTo(new(run[output], checked((int)branch.Shape.Length)));
        AddInto.Invoke(run.Threads, branch.Shape.Length, run[shortcut], run[output]);
    }

    public override void Backward(Run run)
    {
        float* gradient = run.GradientOf(output);
        Leave(run, shortcut, gradient);
        if (branch.NeedsGradient && !run.HasGradient(branch)) run.PassOn(output, branch);
        else Leave(run, branch, gradient);
    }

    private static void Leave(Run run, Value value, float* gradient)
    {
        if (!value.NeedsGradient) return;
        float* target = run.GradientOf(value, out GradientStore store);
        if (store == GradientStore.Add) AddInto.Invoke(run.Threads, value.Shape.Length, gradient, target);
        else Buffer.MemoryCopy(gradient, target, value.Shape.Length * sizeof(float), value.Shape.Length * sizeof(float));
    }
}
