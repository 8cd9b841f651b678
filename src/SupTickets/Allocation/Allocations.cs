using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>The table of allocation rules.</summary>
public static class Allocations
{
    /// <summary>Every rule.</summary>
    public static NamedTable<AllocationRule> All { get; } = new("allocation",
        Row("uniform", "the same density in every layer", "", _ => 1),
        Row("er", "Erdős–Rényi, (inputs + outputs) / (inputs · outputs), whatever the kernel", "Mocanu et al., 2018",
            shape => (double)(shape.Inputs + shape.Outputs) / (shape.Inputs * shape.Outputs)),
        Row("erk", "Erdős–Rényi with kernels, sum of all sizes / product of all sizes", "Evci et al., 2020",
            shape => (double)shape.Sizes.Sum() / shape.Positions));

    /// <summary>The same density in every layer.</summary>
    public static AllocationRule Uniform => All["uniform"];

    /// <summary>Erdős–Rényi with kernels (Evci et al., 2020).</summary>
    public static AllocationRule Erk => All["erk"];

    private static NamedRow<AllocationRule> Row(string name, string summary, string source, Func<WeightShape, double> score) =>
        new(name, summary, source, new(name, score));
}
