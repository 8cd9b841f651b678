namespace SupTickets.Experiments.Recipes;

/// <summary>
/// The names a recipe may use, taken from the tables that turn them into objects.
/// </summary>
public sealed record RecipeNames
{
    /// <summary>Architectures for messages and lists; families stand as patterns: <c>wrn-D-W</c>.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Whether a name is that of an architecture, members of families included.</summary>
    public required Func<string, bool> IsModel { get; init; }

    /// <summary>Ensembles trained as one network.</summary>
    public required IReadOnlyList<string> Ensembles { get; init; }

    /// <summary>Data sets.</summary>
    public required IReadOnlyList<string> DataSets { get; init; }

    /// <summary>Those data sets that are read from <c>data.folder</c>.</summary>
    public required IReadOnlyList<string> DataSetsInFolders { get; init; }

    /// <summary>Ways to share the budget among layers.</summary>
    public required IReadOnlyList<string> Allocations { get; init; }

    /// <summary>Optimizers.</summary>
    public required IReadOnlyList<string> Optimizers { get; init; }

    /// <summary>Ways to average tickets.</summary>
    public required IReadOnlyList<string> AveragingRules { get; init; }

    /// <summary>Shapes of the learning rate within a cycle.</summary>
    public required IReadOnlyList<string> RateShapes { get; init; }

    /// <summary>Drop criteria.</summary>
    public required IReadOnlyList<string> DropCriteria { get; init; }

    /// <summary>Growth criteria.</summary>
    public required IReadOnlyList<string> GrowCriteria { get; init; }

    /// <summary>Engines.</summary>
    public required IReadOnlyList<string> Engines { get; init; }

    /// <summary>How initial counts are drawn.</summary>
    public required IReadOnlyList<string> Counts { get; init; }

    /// <summary>What weight decay acts on.</summary>
    public required IReadOnlyList<string> Decays { get; init; }

    /// <summary>When connections are explored in a cycle.</summary>
    public required IReadOnlyList<string> Explorations { get; init; }

    /// <summary>How the average is pruned back to the budget.</summary>
    public required IReadOnlyList<string> Prunings { get; init; }

    /// <summary>Where the batch-norm statistics of the average come from.</summary>
    public required IReadOnlyList<string> BatchNormStatistics { get; init; }

    /// <summary>Ways to treat images that cannot be read.</summary>
    public required IReadOnlyList<string> BadImages { get; init; }

    /// <summary>Bins of the calibration error.</summary>
    public required IReadOnlyList<string> Calibrations { get; init; }
}
