using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>
/// Saves passes over memory: merges an operation with the one that reads its output, where nothing else reads that and the two can be one;
/// and leaves to those that read an output to compute it on the way, where all of them are able to.
/// </summary>
internal static class Fusion
{
    /// <summary>The operations that remain, in an order in which each still comes after what it reads.</summary>
    public static IReadOnlyList<Operation> Apply(IReadOnlyList<Operation> operations, Value output) =>
        Leave(Merge(operations, output), output);

    private static List<Operation> Leave(List<Operation> operations, Value output)
    {
        foreach (Operation operation in operations.ToArray())
        {
            Operation[] readers = [.. operations.Where(reader => reader.Inputs.Any(input => input.Index == operation.Output.Index))];
            if (readers.Length == 0 || operation.Output.Index == output.Index || operation.LeaveTo(readers) is not { } left) continue;
            operations[operations.IndexOf(operation)] = left.Unwritten;
            foreach ((Operation reader, Operation instead) in readers.Zip(left.Readers)) operations[operations.IndexOf(reader)] = instead;
        }

        return operations;
    }

    private static List<Operation> Merge(IReadOnlyList<Operation> operations, Value output)
    {
        HashSet<int> readOnce =
        [
            .. operations.SelectMany(operation => operation.Inputs).Append(output)
                .CountBy(value => value.Index).Where(count => count.Value == 1).Select(count => count.Key),
        ];
        HashSet<nn.Module> twice =
        [
            .. operations.Select(operation => operation.Module).OfType<nn.Module>().CountBy(module => module)
                .Where(count => count.Value > 1).Select(count => count.Key),
        ];
        List<Operation> result = [];
        foreach (Operation operation in operations)
        {
            if (Writer(operation) is not { } before || MayNotMove(before, operation) || before.MergedWith(operation) is not { } merged)
            {
                result.Add(operation);
            }
            else if (operation.Inputs.Count == 1)
            {
                result[result.IndexOf(before)] = merged;
            }
            else
            {
                // What else the later reads may have been computed after the earlier, so the merged operation stands where the later stood.
                result.Remove(before);
                result.Add(merged);
            }
        }

        return result;

        // A norm that is used twice enters its batches into the running statistics in the order of its uses.
        bool MayNotMove(Operation before, Operation operation) =>
            operation.Inputs.Count > 1 && before.Module is { } module && twice.Contains(module);

        Operation? Writer(Operation operation) => operation.Inputs is [var first, ..] && readOnce.Contains(first.Index)
            ? result.Find(before => before.Output.Index == first.Index)
            : null;
    }
}
