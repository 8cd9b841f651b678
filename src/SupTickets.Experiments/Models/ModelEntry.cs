namespace SupTickets.Experiments.Models;

/// <summary>What the model table knows of an architecture, or of a family of them.</summary>
public sealed record ModelEntry
{
    internal ModelEntry(Func<string, Architecture?> architectureOf) => ArchitectureOf = architectureOf;

    /// <summary>Whether its name is a pattern, such as <c>wrn-D-W</c>, that stands for many.</summary>
    public bool IsFamily { get; init; }

    /// <summary>
    /// Whether it is a perceptron without batch norm: few connections make its signals so small that a high rate does no harm, and many do
    /// not.
    /// </summary>
    internal bool IsPerceptron { get; init; }

    /// <summary>A name → the architecture that this row has for it; null for none.</summary>
    internal Func<string, Architecture?> ArchitectureOf { get; }
}
