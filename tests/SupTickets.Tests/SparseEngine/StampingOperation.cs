using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;
using SupTickets.Values;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// An operation that computes nothing: it checks that every number it may read is the one that belongs there, and writes its own. A value
/// and a gradient that were written over while they were needed show at once.
/// </summary>
internal sealed class StampingOperation(IReadOnlyList<Value> inputs, Value output, IReadOnlyList<Value> readAgain) : Operation
{
    private IReadOnlyList<Value> mayOverwrite = [];
    private Value? gradientPassesTo;
    private bool canRepeat, leavesAllGradients;

    public override IReadOnlyList<Value> Inputs => inputs;

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => readAgain;

    internal override bool KeepsPadding => !leavesAllGradients;

    internal override IReadOnlyList<Value> MayOverwrite => mayOverwrite;

    internal override Value? GradientPassesTo => gradientPassesTo;

    internal override bool CanRepeat => canRepeat;

    /// <summary>Forward passes so far, those of repetitions left out.</summary>
    public int Forwards { get; private set; }

    /// <summary>What every number of a value is.</summary>
    public static float StampOf(Value value) => 1 + value.Index;

    /// <summary>What every number of its gradient is.</summary>
    public static float GradientOf(Value value) => -1 - value.Index;

    /// <summary>So many operations, each on one to three of the values before it, as random as an <see cref="Operation"/> may be.</summary>
    public static OperationGraph RandomGraph(RandomStream random, int operations)
    {
        List<Value> values = [new(0, new(16, 1, 1 + random.NextInt(3), 1), Value.Images, random.NextBool())];
        List<Operation> made = [];
        for (int place = 0; place < operations; place++)
        {
            Value[] inputs = [.. Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => values[^(1 + random.NextInt(values.Count))])];
            // The scores are features, and of the others every second has as many numbers as its input.
            BlockedShape shape = place == operations - 1 ? new(16, 1 + random.NextInt(3), 1, 1)
                : random.NextBool() ? inputs[0].Shape : new(16, 1, 1 + random.NextInt(3), 1);
            bool needsGradient = random.NextBool() || inputs.Any(input => input.NeedsGradient);
            Value output = new(values.Count, shape, place == operations - 1 ? Value.Features : Value.Images, needsGradient);
            values.Add(output);
            made.Add(new StampingOperation(inputs, output, [.. inputs.Append(output).Where(_ => random.NextBool())])
            {
                mayOverwrite = [.. inputs.Where(_ => random.NextBool())],
                gradientPassesTo = random.NextBool() ? inputs[0] : null,
                canRepeat = random.NextBool(),
                // As an operation from outside may, where no gradient is needed too.
                leavesAllGradients = random.NextBool(),
            });
        }

        return new(made, values, values[0], values[^1]);
    }

    public override void Forward(Run run)
    {
        Forwards++;
        Repeat(run);
    }

    internal override void Repeat(Run run)
    {
        foreach (Value input in Inputs) Check(run.Numbers(input), StampOf(input));
        run.Numbers(output).Fill(StampOf(output));
    }

    public override void Backward(Run run)
    {
        foreach (Value value in ReadAgain) Check(run.Numbers(value), StampOf(value));
        Check(run.OutputGradient(output), GradientOf(output));
        foreach (Value input in Inputs.Reverse().Where(input => input.NeedsGradient || leavesAllGradients))
        {
            if (run.HasGradient(input)) Check(run.OutputGradient(input), GradientOf(input));
            // The output's gradient may lie there, so it is passed on last.
            if (ReferenceEquals(input, gradientPassesTo) && input.Shape.Length == output.Shape.Length) run.PassOn(output, input);
            run.InputGradient(input, out _).Fill(GradientOf(input));
        }
    }

    private static void Check(ReadOnlySpan<float> numbers, float expected)
    {
        if (numbers.ContainsAnyExcept(expected))
            throw new InvalidOperationException($"{numbers[numbers.IndexOfAnyExcept(expected)]} where {expected} belongs");
    }
}
