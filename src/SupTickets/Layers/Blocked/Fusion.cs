using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>
/// Merges a batch norm with the sum and the ReLU that follow it into one pass over memory, where nothing else reads what lies between.
/// </summary>
internal static class Fusion
{
    /// <summary>The operations with those merged, in an order in which each still comes after what it reads.</summary>
    public static IReadOnlyList<Operation> Apply(IReadOnlyList<Operation> operations, Value output)
    {
        HashSet<int> readOnce = [.. operations.SelectMany(operation => operation.Inputs).Append(output).CountBy(value => value.Index).Where(count => count.Value == 1).Select(count => count.Key)];
        List<Operation> result = [];
        foreach (Operation operation in operations)
        {
            switch (operation)
            {
                // The shortcut may have been computed after the norm, so the merged operation stands where the sum stood.
                case SumOperation sum when Find(sum.Branch) is { Residual: null, Activation: Activation.None } norm:
                    result.Remove(norm);
                    result.Add(norm.With(sum.Shortcut, Activation.None, sum.Output));
                    break;
                case ReluOperation relu when Find(relu.Inputs[0]) is { Activation: Activation.None } norm:
                    result[result.IndexOf(norm)] = norm.With(norm.Residual, Activation.Relu, relu.Output);
                    break;
                default:
                    result.Add(operation);
                    break;
            }
        }

        return result;

        NormOperation? Find(Value value) => readOnce.Contains(value.Index) ? result.OfType<NormOperation>().FirstOrDefault(norm => norm.Output.Index == value.Index) : null;
    }
}
