using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>The table of allocation rules.</summary>
public static class Allocations
{
    /// <summary>Every rule: name, source, and the raw score of a layer.</summary>
    public static IReadOnlyList<(string Name, string Source, RawScore Score)> All { get; } =
    [
        ("uniform", "the same density in every layer", _ => 1),
        ("er", "Erdős–Rényi, (inputs + outputs) / (inputs · outputs), whatever the kernel: Mocanu et al., 2018",
            shape => (double)(shape.Inputs + shape.Outputs) / (shape.Inputs * shape.Outputs)),
        ("erk", "Erdős–Rényi with kernels, sum of all sizes / product of all sizes: Evci et al., 2020",
            shape => (double)shape.Sizes.Sum() / shape.Positions),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(rule => rule.Name)];

    /// <summary>The rule called <paramref name="name"/>.</summary>
    /// <exception cref="UnknownNameException">No rule has that name.</exception>
    public static AllocationRule Create(string name) => All.FirstOrDefault(rule => rule.Name == name) is { Score: { } score }
        ? new(name, score)
        : throw new UnknownNameException("allocation", name, Names);
}
