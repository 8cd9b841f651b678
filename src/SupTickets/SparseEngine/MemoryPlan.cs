namespace SupTickets.SparseEngine;

/// <summary>Where in one piece of memory the values and gradients of a pass lie, and what happens to them when.</summary>
internal sealed class MemoryPlan
{
    private static readonly Value[] Nothing = [];

    private readonly nint?[] numbers, repeated, gradients;
    private readonly Dictionary<int, List<Value>> released = [];
    private readonly Dictionary<int, List<Operation>> repeats = [];
    private readonly PassMoments moments;

    /// <summary>The plan of a pass.</summary>
    /// <param name="graph">What is computed.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="repeat">By value, whether the backward pass computes it once more.</param>
    public MemoryPlan(OperationGraph graph, RunPurpose purpose, IReadOnlyList<bool> repeat)
    {
        moments = new(graph.Operations.Count);
        Lifetimes lifetimes = new(graph, purpose, repeat);
        (nint[] offsets, Length) = MemoryLayout.Of(lifetimes.Contents);
        numbers = Places(lifetimes.OfNumbers);
        repeated = Places(lifetimes.OfRepeated);
        gradients = Places(lifetimes.OfGradient);
        foreach (Value value in graph.Values)
        {
            foreach (int moment in new[] { lifetimes.LastRead(value), lifetimes.LastReadAgain(value) }.OfType<int>())
                ListAt(released, moment).Add(value);
        }

        foreach (Operation operation in graph.Operations)
        {
            if (lifetimes.RepeatedBefore(operation.Output) is { } moment) ListAt(repeats, moment).Add(operation);
        }

        nint?[] Places(Func<Value, int?> contentOf) =>
            [.. graph.Values.Select(value => contentOf(value) is { } content ? offsets[content] : (nint?)null)];
    }

    /// <summary>Floats that a pass needs.</summary>
    public nint Length { get; }

    /// <summary>Where the forward pass writes a value, in floats from the start.</summary>
    public nint Numbers(Value value) => numbers[value.Index]!.Value;

    /// <summary>Where the backward pass writes a value that it computes once more.</summary>
    public nint Repeated(Value value) => repeated[value.Index]!.Value;

    /// <summary>Where a gradient lies; null for one that no pass computes.</summary>
    public nint? Gradient(Value value) => gradients[value.Index];

    /// <summary>The values that are done with after the forward pass of an operation.</summary>
    public IReadOnlyList<Value> ReleasedAfterForward(int place) => At(PassMoments.Forward(place));

    /// <summary>The values that are done with after the scores were read.</summary>
    public IReadOnlyList<Value> ReleasedAfterScores => At(moments.Scores);

    /// <summary>The values that are done with after the backward pass of an operation.</summary>
    public IReadOnlyList<Value> ReleasedAfterBackward(int place) => At(moments.Backward(place));

    /// <summary>The operations that are computed once more before the backward pass of one, in their order.</summary>
    public IReadOnlyList<Operation> RepeatedBefore(int place) =>
        repeats.TryGetValue(moments.Backward(place), out List<Operation>? found) ? found : [];

    private IReadOnlyList<Value> At(int moment) => released.TryGetValue(moment, out List<Value>? found) ? found : Nothing;

    private static List<T> ListAt<T>(Dictionary<int, List<T>> lists, int moment)
    {
        if (!lists.TryGetValue(moment, out List<T>? list)) lists.Add(moment, list = []);
        return list;
    }
}
