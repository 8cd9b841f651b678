using SupTickets.Kernels.Layout;
using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>
/// A network written out for batches of one shape: its operations in order, and when each value was read for the last time. Made once by
/// <see cref="GraphBuilder"/> and run for every batch.
/// </summary>
internal sealed unsafe class Program
{
    private readonly IReadOnlyList<Operation> operations;
    private readonly Value input;
    private readonly Value output;
    private readonly int[] lastForward;
    private readonly int[] lastBackward;
    private readonly Stack<Run> idle = [];

    public Program(Resources resources, IReadOnlyList<Operation> operations, IReadOnlyList<Value> values, Value input, Value output)
    {
        Resources = resources;
        this.operations = operations;
        Values = values;
        this.input = input;
        this.output = output;
        lastForward = new int[values.Count];
        lastBackward = new int[values.Count];
        Array.Fill(lastBackward, -1);
        lastForward[output.Index] = operations.Count;
        foreach ((int index, Operation operation) in operations.Index())
        {
            foreach (Value value in operation.Inputs) lastForward[value.Index] = Math.Max(lastForward[value.Index], index);
            // Backward passes run from the end, so the earliest of them reads last.
            foreach (Value value in operation.ReadAgain)
                lastBackward[value.Index] = lastBackward[value.Index] < 0 ? index : Math.Min(lastBackward[value.Index], index);
        }
    }

    public Resources Resources { get; }

    public IReadOnlyList<Value> Values { get; }

    /// <summary>A run that has nothing yet.</summary>
    public Run Start(RunPurpose purpose)
    {
        Run run = idle.Count > 0 ? idle.Pop() : new(this);
        (run.Purpose, run.Written) = (purpose, null);
        Resources.Hold();
        return run;
    }

    /// <summary>Takes a run and all of its memory back.</summary>
    public void End(Run run)
    {
        run.ReleaseAll();
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
        Run run = Start(RunPurpose.Inference);
        try
        {
            BlockedLayout.ToBlocked(run.Threads, input.Shape, Run.PointerTo(images), run[input]);
            foreach (Operation operation in operations)
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
        BlockedLayout.ToBlocked(run.Threads, input.Shape, Run.PointerTo(images), run[input]);
        foreach ((int index, Operation operation) in operations.Index())
        {
            Compute(operation, run);
            foreach (Value value in operation.Inputs.Append(operation.Output)) ReleaseAfterForward(run, value, index);
        }

        Tensor scores = empty(output.Shape.Samples, output.Shape.Channels);
        BlockedLayout.ToRowMajor(run.Threads, output.Shape, run[output], Run.PointerTo(scores));
        if (run.Purpose == RunPurpose.Inference || lastBackward[output.Index] < 0) run.ReleaseValue(output);
        return scores;
    }

    /// <summary>
    /// From ∂L/∂scores, [N, classes], to the gradients of all parameters and of the images, which stay in <paramref name="run"/>.
    /// </summary>
    public void Backward(Run run, Tensor gradient)
    {
        BlockedLayout.ToBlocked(run.Threads, output.Shape, Run.PointerTo(gradient), run.GradientOf(output, out _));
        for (int index = operations.Count - 1; index >= 0; index--)
        {
            Operation operation = operations[index];
            if (run.HasGradient(operation.Output)) LeadBack(operation, run);
            run.ReleaseGradient(operation.Output);
            foreach (Value value in operation.ReadAgain)
            {
                if (lastBackward[value.Index] == index) run.ReleaseValue(value);
            }
        }
    }

    /// <summary>
    /// ∂L/∂images, [N, C, H, W], that <see cref="Backward"/> left; null where they need none, or no score depends on them.
    /// </summary>
    public Tensor? ImageGradient(Run run)
    {
        if (!run.HasGradient(input)) return null;
        Tensor gradient = empty(input.Shape.Samples, input.Shape.Channels, input.Shape.Height, input.Shape.Width);
        BlockedLayout.ToRowMajor(run.Threads, input.Shape, run.GradientOf(input), Run.PointerTo(gradient));
        return gradient;
    }

    private static void Compute(Operation operation, Run run)
    {
        run.Written = operation.Output;
        operation.Forward(run);
        run.Written = null;
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

    private void ReleaseAfterForward(Run run, Value value, int index)
    {
        bool kept = run.Purpose == RunPurpose.Gradients && lastBackward[value.Index] >= 0;
        if (!kept && lastForward[value.Index] <= index) run.ReleaseValue(value);
    }
}
