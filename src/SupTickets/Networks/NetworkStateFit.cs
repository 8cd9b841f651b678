using SupTickets.Storage;

namespace SupTickets.Networks;

/// <summary>Checks that a state fits a network: the same names, shapes and types.</summary>
internal static class NetworkStateFit
{
    /// <summary>Checks that <see cref="SparseNetwork.Restore"/> can take <paramref name="state"/>.</summary>
    /// <exception cref="ArgumentException">A name, a shape or a type differs from the network's, or a weight is listed twice.</exception>
    public static void Require(SparseNetwork network, NetworkState state)
    {
        RequireSame(
            "sparse weights",
            network.Layers.Select(layer => $"{layer.WeightName} {layer.Weight.Shape}"),
            state.Layers.Select(layer => $"{layer.Name} {layer.Shape}"));
        RequireSame(
            "dense tensors",
            network.DenseTensors().Select(named => Described(named.Name, named.Tensor.shape, StateTensors.TypeOf(named.Tensor))),
            state.Tensors.Select(tensor => Described(tensor.Name, tensor.Sizes, tensor.Type)));
    }

    private static void RequireSame(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] missing = [.. expected.Except(actual)];
        IEnumerable<string> twice = actual.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => $"{same.Key} twice");
        string[] extra = [.. actual.Except(expected), .. twice];
        if (missing.Length + extra.Length == 0) return;
        throw new ArgumentException(
            $"the {what} differ from the network's: missing {(missing.Length == 0 ? "none" : string.Join("; ", missing.Take(3)))}, "
            + $"unexpected {(extra.Length == 0 ? "none" : string.Join("; ", extra.Take(3)))}");
    }

    // The type of a tensor without elements does not matter: earlier files give it another.
    private static string Described(string name, IReadOnlyList<long> sizes, StoredType? type) =>
        $"{name} [{string.Join(", ", sizes)}]{(type is StoredType.F32 || sizes.Contains(0) ? "" : $" {type}")}";
}
