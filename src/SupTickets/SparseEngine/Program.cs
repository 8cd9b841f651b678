using SupTickets.Kernels.Layout;
using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>
/// A network written out for batches of one shape: its operations in order, and where in memory the values between them lie. Made once by
/// <see cref="GraphBuilder"/> and run for every batch.
/// </summary>
internal sealed unsafe class Program
{
    private readonly Func<OperationGraph, IReadOnlyList<bool>> repetition;
    private readonly Dictionary<RunPurpose, MemoryPlan> plans = [];
    private readonly Stack<Run> idle = [];

    /// <summary>The program of a network.</summary>
    /// <param name="resources">Memory and threads.</param>
    /// <param name="graph">The network.</param>
    /// <param name="repetition">Chooses what the backward pass computes once more; null: <see cref="Repetition.Of"/>.</param>
    public Program(Resources resources, OperationGraph graph, Func<OperationGraph, IReadOnlyList<bool>>? repetition = null)
    {
        Resources = resources;
        Graph = graph;
        this.repetition = repetition ?? Repetition.Of;
    }

    public Resources Resources { get; }

    public OperationGraph Graph { get; }

    /// <summary>Where the values of a pass lie.</summary>
    public MemoryPlan PlanFor(RunPurpose purpose)
    {
        if (!plans.TryGetValue(purpose, out MemoryPlan? plan))
        {
            IReadOnlyList<bool> repeats = purpose == RunPurpose.Gradients ? repetition(Graph) : new bool[Graph.Values.Count];
            plans.Add(purpose, plan = new(Graph, purpose, repeats));
        }

        return plan;
    }

    /// <summary>A run that has nothing yet.</summary>
    public Run Start(RunPurpose purpose)
    {
        Run run = idle.Count > 0 ? idle.Pop() : new(this);
        run.Begin(purpose, PlanFor(purpose));
        Resources.Hold();
        return run;
    }

    /// <summary>Takes a run and all of its memory back.</summary>
    public void End(Run run)
    {
        run.End();
        idle.Push(run);
        Resources.Release();
    }

    /// <summary>[N, C, H, W] → [N, classes], for scores alone.</summary>
    public Tensor Infer(Tensor images)
    {
        Run run = Start(RunPurpose.Inference);
        try
        {
            return Forward(run, images);
        }
        finally
        {
            End(run);
        }
    }

    /// <summary>A pass for scores alone that shows of every operation what it reads and what it wrote, [N, C, H, W] each.</summary>
    public void Watch(Tensor images, Action<Operation, IReadOnlyList<Tensor>, Tensor> seen)
    {
        Run run = Start(RunPurpose.Watching);
        try
        {
            Enter(run, images);
            foreach (Operation operation in Graph.Operations)
            {
                using var scope = NewDisposeScope();
                Compute(operation, run);
                seen(operation, [.. operation.Inputs.Select(value => RowMajor(run, value))], RowMajor(run, operation.Output));
            }
        }
        finally
        {
            End(run);
        }
    }

    /// <summary>[N, C, H, W] → [N, classes], keeping in <paramref name="run"/> what the backward pass needs.</summary>
    public Tensor Forward(Run run, Tensor images)
    {
        MemoryPlan plan = PlanFor(run.Purpose);
        Enter(run, images);
        foreach ((int place, Operation operation) in Graph.Operations.Index())
        {
            Compute(operation, run);
            foreach (Value value in plan.ReleasedAfterForward(place)) run.ReleaseValue(value);
        }

        Value output = Graph.Scores;
        Tensor scores = empty(output.Shape.Samples, output.Shape.Channels);
        BlockedLayout.ToRowMajor(run.Threads, output.Shape, run[output], Run.PointerTo(scores));
        foreach (Value value in plan.ReleasedAfterScores) run.ReleaseValue(value);
        return scores;
    }

    /// <summary>
    /// From ∂L/∂scores, [N, classes], to the gradients of all parameters and of the images, which stay in <paramref name="run"/>.
    /// </summary>
    public void Backward(Run run, Tensor gradient)
    {
        MemoryPlan plan = PlanFor(run.Purpose);
        BlockedLayout.ToBlocked(run.Threads, Graph.Scores.Shape, Run.PointerTo(gradient), run.GradientOf(Graph.Scores, out _));
        for (int place = Graph.Operations.Count - 1; place >= 0; place--)
        {
            Operation operation = Graph.Operations[place];
            foreach (Operation before in plan.RepeatedBefore(place))
            {
                run.PlaceAgain(before.Output);
                before.Repeat(run);
            }

            if (run.HasGradient(operation.Output)) LeadBack(operation, run);
            run.ReleaseGradient(operation.Output);
            foreach (Value value in plan.ReleasedAfterBackward(place)) run.ReleaseValue(value);
        }
    }

    /// <summary>
    /// ∂L/∂images, [N, C, H, W], that <see cref="Backward"/> left; null where they need none, or no score depends on them.
    /// </summary>
    public Tensor? ImageGradient(Run run)
    {
        Value input = Graph.Images;
        if (!run.HasGradient(input)) return null;
        Tensor gradient = empty(input.Shape.Samples, input.Shape.Channels, input.Shape.Height, input.Shape.Width);
        BlockedLayout.ToRowMajor(run.Threads, input.Shape, run.GradientOf(input), Run.PointerTo(gradient));
        return gradient;
    }

    private void Enter(Run run, Tensor images)
    {
        run.Place(Graph.Images);
        BlockedLayout.ToBlocked(run.Threads, Graph.Images.Shape, Run.PointerTo(images), run[Graph.Images]);
    }

    private static void Compute(Operation operation, Run run)
    {
        if (operation.Writes(run.Purpose)) run.Place(operation.Output);
        operation.Forward(run);
        if (!operation.KeepsPadding) BlockedLayout.ClearPadding(operation.Output.Shape, run[operation.Output]);
    }

    private static void LeadBack(Operation operation, Run run)
    {
        operation.Backward(run);
        if (operation.KeepsPadding) return;
        foreach (Value input in operation.Inputs)
        {
            if (run.HasGradient(input)) BlockedLayout.ClearPadding(input.Shape, run.GradientOf(input));
        }
    }

    private static Tensor RowMajor(Run run, Value value)
    {
        Tensor rows = empty(value.Shape.Samples, value.Shape.Channels, value.Shape.Height, value.Shape.Width);
        BlockedLayout.ToRowMajor(run.Threads, value.Shape, run[value], Run.PointerTo(rows));
        return rows;
    }
}
