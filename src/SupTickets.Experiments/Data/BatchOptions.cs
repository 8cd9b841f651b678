namespace SupTickets.Experiments.Data;

/// <summary>How an epoch is cut into batches. Workers and look-ahead change speed and memory, never the bits.</summary>
public sealed record BatchOptions
{
    /// <summary>Whether images are read augmented.</summary>
    public bool Augment { get; init; } = true;

    /// <summary>Whether an incomplete last batch is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Background threads that prepare batches, at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches prepared before they are asked for, at least 1.</summary>
    public int LookAhead { get; init; } = 3;
}
