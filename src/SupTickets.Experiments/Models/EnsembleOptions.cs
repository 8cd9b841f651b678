namespace SupTickets.Experiments.Models;

/// <summary>
/// Several networks trained as one (Yin et al., 2022, Table 6). The loss is the mean of the members' losses; they predict by the mean of
/// their softmax outputs.
/// </summary>
public sealed record EnsembleOptions
{
    /// <summary>
    /// A name from the table of ensembles: <c>none</c>, <c>batch-ensemble</c> (Wen et al., 2020) or <c>tree-net</c> (Lee et al., 2015).
    /// </summary>
    public string Name { get; init; } = Ensembles.None;

    /// <summary>How many members, M, at least 2.</summary>
    public int Members { get; init; } = 4;

    /// <summary>
    /// Factor on the learning rate of the vectors in which the members of <c>batch-ensemble</c> differ; they do not decay.
    /// </summary>
    public double FastRate { get; init; } = 0.5;

    /// <summary>
    /// The first part that members of <c>tree-net</c> do not share, such as <c>layer3</c>; null is the last of a ResNet's stages, elsewhere
    /// the last part with parameters.
    /// </summary>
    public string? Branch { get; init; }

    /// <summary>Whether there is one network and no ensemble.</summary>
    internal bool IsNone => Name == Ensembles.None;
}
