using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>The allocation rules, by name.</summary>
public static class Allocations
{
    private static readonly Dictionary<string, RawScore> Table = new(StringComparer.Ordinal)
    {
        ["uniform"] = _ => 1,
        // Mocanu et al., 2018: (n_in + n_out) / (n_in · n_out), whatever the kernel.
        ["er"] = shape => (double)(shape.Inputs + shape.Outputs) / (shape.Inputs * shape.Outputs),
        // Evci et al., 2020: sum of all sizes over their product, so kernels count too.
        ["erk"] = shape => (double)shape.Sizes.Sum() / shape.Positions,
    };

    /// <summary>Known names: <c>uniform</c>, <c>er</c> (Erdős–Rényi, Mocanu et al., 2018), <c>erk</c> (with kernels, Evci et al., 2020).</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    /// <summary>The rule called <paramref name="name"/>.</summary>
    /// <exception cref="UnknownNameException">No rule has that name.</exception>
    public static AllocationRule Create(string name) => Table.TryGetValue(name, out RawScore? score)
        ? new(name, score)
        : throw new UnknownNameException("allocation", name, Names);
}
