namespace SupTickets.Experiments.Models;

/// <summary>A row of the model table: an architecture, or a family of them.</summary>
public sealed record ModelEntry
{
    internal ModelEntry(Func<string, Architecture?> architectureOf) => ArchitectureOf = architectureOf;

    /// <summary>Whether its name is a pattern, such as <c>wrn-D-W</c>, that stands for many.</summary>
    public bool IsFamily { get; init; }

    /// <summary>
    /// Whether it is a perceptron without batch norm. With few connections its signals are so small that a high learning rate does no harm;
    /// with many it does.
    /// </summary>
    internal bool IsPerceptron { get; init; }

    /// <summary>A name → the architecture that this row has for it; null for none.</summary>
    internal Func<string, Architecture?> ArchitectureOf { get; }
}
