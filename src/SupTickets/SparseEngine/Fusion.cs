namespace SupTickets.SparseEngine;

/// <summary>Merges an operation with the one that reads its output, where nothing else reads that and the two can be one.</summary>
internal static class Fusion
{
    /// <summary>The operations with those merged, in an order in which each still comes after what it reads.</summary>
    public static IReadOnlyList<Operation> Apply(IReadOnlyList<Operation> operations, Value output)
    {
        HashSet<int> readOnce =
        [
            .. operations.SelectMany(operation => operation.Inputs).Append(output)
                .CountBy(value => value.Index).Where(count => count.Value == 1).Select(count => count.Key),
        ];
        List<Operation> result = [];
        foreach (Operation operation in operations)
        {
            // What else the later reads may have been computed after the earlier, so the merged operation stands where the later stood.
            if (Writer(operation) is { } before && before.MergedWith(operation) is { } merged)
            {
                result.Remove(before);
                result.Add(merged);
            }
            else
            {
                result.Add(operation);
            }
        }

        return result;

        Operation? Writer(Operation operation) => operation.Inputs is [var first, ..] && readOnce.Contains(first.Index)
            ? result.Find(before => before.Output.Index == first.Index)
            : null;
    }
}
