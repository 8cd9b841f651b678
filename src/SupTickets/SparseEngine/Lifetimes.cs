namespace SupTickets.SparseEngine;

/// <summary>
/// When the memory of values and gradients is needed in a pass: from what operations read and write, and from which values are computed
/// once more in the backward pass.
/// </summary>
internal sealed class Lifetimes
{
    private const int Never = -1;

    private readonly OperationGraph graph;
    private readonly PassMoments moments;
    private readonly List<Lifetime> contents = [];

    // The content that holds a value after it was computed, after it was computed once more, and its gradient; by value.
    private readonly int[] numbers, repeated, gradients;
    // When the value is read for the last time, there and there.
    private readonly int[] lastRead, lastReadAgain;
    // Between which moments of the backward pass the value is read.
    private readonly int[] firstNeed, lastNeed;

    /// <summary>The lifetimes in a pass.</summary>
    /// <param name="graph">What is computed.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="repeats">
    /// By value, whether the backward pass computes it once more where it needs it, instead of keeping it. Its writer must be able to.
    /// </param>
    public Lifetimes(OperationGraph graph, RunPurpose purpose, IReadOnlyList<bool> repeats)
    {
        this.graph = graph;
        moments = new(graph.Operations.Count);
        numbers = None();
        repeated = None();
        gradients = None();
        lastRead = None();
        lastReadAgain = None();
        firstNeed = None();
        lastNeed = None();
        if (purpose == RunPurpose.Gradients) AddBackward(repeats);
        AddForward(purpose, repeats);
        if (purpose == RunPurpose.Gradients) AddGradients();

        int[] None()
        {
            int[] none = new int[graph.Values.Count];
            Array.Fill(none, Never);
            return none;
        }
    }

    /// <summary>What memory must hold.</summary>
    public IReadOnlyList<Lifetime> Contents => contents;

    /// <summary>The content that holds a value from the forward pass on; null where it has none.</summary>
    public int? OfNumbers(Value value) => Content(numbers[value.Index]);

    /// <summary>The content that holds what the backward pass computes once more.</summary>
    public int? OfRepeated(Value value) => Content(repeated[value.Index]);

    /// <summary>The content that holds the value's gradient.</summary>
    public int? OfGradient(Value value) => Content(gradients[value.Index]);

    /// <summary>The moment in which a value is read for the last time before it is computed once more or the pass ends.</summary>
    public int? LastRead(Value value) => Content(lastRead[value.Index]);

    /// <summary>The moment in which a value that was computed once more is read for the last time.</summary>
    public int? LastReadAgain(Value value) => Content(lastReadAgain[value.Index]);

    /// <summary>The moment of the backward pass before which a value is computed once more.</summary>
    public int? RepeatedBefore(Value value) => repeated[value.Index] == Never ? null : firstNeed[value.Index];

    private static int? Content(int index) => index == Never ? null : index;

    private int Add(Lifetime lifetime)
    {
        contents.Add(lifetime);
        return contents.Count - 1;
    }

    private void Extend(int content, int last) =>
        contents[content] = contents[content] with { Last = Math.Max(contents[content].Last, last) };

    private void AddBackward(IReadOnlyList<bool> repeats)
    {
        foreach ((int place, Operation operation) in graph.Operations.Index())
        {
            foreach (Value value in operation.ReadAgain) Need(value, moments.Backward(place));
        }

        // What is computed once more reads what lies before it at that moment, so the last operation comes first.
        foreach (Operation operation in graph.Operations.Reverse())
        {
            int output = operation.Output.Index;
            if (firstNeed[output] == Never || !repeats[output]) continue;
            foreach (Value value in operation.Reads) Need(value, firstNeed[output]);
            repeated[output] = Add(new(graph.Values[output].Shape.Length, firstNeed[output], lastNeed[output]));
            lastReadAgain[output] = lastNeed[output];
        }
    }

    private void Need(Value value, int moment)
    {
        firstNeed[value.Index] = firstNeed[value.Index] == Never ? moment : Math.Min(firstNeed[value.Index], moment);
        lastNeed[value.Index] = Math.Max(lastNeed[value.Index], moment);
    }

    private void AddForward(RunPurpose purpose, IReadOnlyList<bool> repeats)
    {
        lastRead[graph.Images.Index] = PassMoments.Images;
        foreach ((int place, Operation operation) in graph.Operations.Index())
        {
            foreach (Value value in operation.Reads) lastRead[value.Index] = PassMoments.Forward(place);
            if (operation.Writes(purpose)) lastRead[operation.Output.Index] = PassMoments.Forward(place);
        }

        lastRead[graph.Scores.Index] = moments.Scores;
        foreach (Value value in graph.Values.Where(value => lastRead[value.Index] != Never))
        {
            if (purpose == RunPurpose.Watching) lastRead[value.Index] = moments.Scores;
            else if (repeated[value.Index] == Never) lastRead[value.Index] = Math.Max(lastRead[value.Index], lastNeed[value.Index]);
        }

        numbers[graph.Images.Index] = Add(new(graph.Images.Shape.Length, PassMoments.Images, lastRead[graph.Images.Index]));
        foreach ((int place, Operation operation) in graph.Operations.Index())
        {
            if (!operation.Writes(purpose)) continue;
            int output = operation.Output.Index, now = PassMoments.Forward(place);
            nint length = graph.Values[output].Shape.Length;
            // Its memory is done with, but for this operation.
            Value? before = operation.MayOverwrite.FirstOrDefault(
                value => lastRead[value.Index] == now && graph.Values[value.Index].Shape.Length == length);
            numbers[output] = before is null ? Add(new(length, now, now)) : numbers[before.Index];
            Extend(numbers[output], lastRead[output]);
        }
    }

    private void AddGradients()
    {
        AddGradient(graph.Scores, moments.Turn);
        for (int place = graph.Operations.Count - 1; place >= 0; place--)
        {
            Operation operation = graph.Operations[place];
            if (gradients[operation.Output.Index] == Never) continue;
            foreach (Value input in operation.Inputs)
            {
                // An operation from outside may leave a gradient where none is needed.
                if (gradients[input.Index] != Never || !(input.NeedsGradient || !operation.KeepsPadding)) continue;
                if (Takes(operation, input))
                {
                    gradients[input.Index] = gradients[operation.Output.Index];
                    Extend(gradients[input.Index], EndOfGradient(input));
                }
                else
                {
                    AddGradient(input, moments.Backward(place));
                }
            }
        }
    }

    // Whether the output's gradient, which nothing else reads, may become the input's where it lies.
    private bool Takes(Operation operation, Value input) =>
        operation.GradientPassesTo is { } heir && heir.Index == input.Index
        && operation.Inputs.Count(other => other.Index == input.Index) == 1
        && graph.Values[input.Index].Shape.Length == graph.Values[operation.Output.Index].Shape.Length;

    private void AddGradient(Value value, int first) =>
        gradients[value.Index] = Add(new(graph.Values[value.Index].Shape.Length, first, EndOfGradient(value)));

    private int EndOfGradient(Value value) =>
        graph.Writers[value.Index] is >= 0 and var writer ? moments.Backward(writer) : moments.End;
}
