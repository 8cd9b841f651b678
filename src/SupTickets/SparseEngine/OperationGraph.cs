namespace SupTickets.SparseEngine;

/// <summary>A network written out: operations in an order in which each comes after what it reads, and the values between them.</summary>
/// <param name="Operations">In the order of the forward pass.</param>
/// <param name="Values">All values, by their <see cref="Value.Index"/>.</param>
/// <param name="Images">What is written before the first operation.</param>
/// <param name="Scores">What is read after the last one.</param>
internal sealed record OperationGraph(
    IReadOnlyList<Operation> Operations, IReadOnlyList<Value> Values, Value Images, Value Scores)
{
    /// <summary>The operation that writes each value, by its place in the order; −1 for the images, and for what nothing writes.</summary>
    public IReadOnlyList<int> Writers { get; } = WritersOf(Operations, Values.Count);

    private static int[] WritersOf(IReadOnlyList<Operation> operations, int values)
    {
        int[] writers = new int[values];
        Array.Fill(writers, -1);
        foreach ((int place, Operation operation) in operations.Index()) writers[operation.Output.Index] = place;
        return writers;
    }
}
