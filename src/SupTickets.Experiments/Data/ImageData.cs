namespace SupTickets.Experiments.Data;

/// <summary>The parts of a data set a run needs. The test part is never used to select anything.</summary>
/// <param name="Train">The samples that the network learns from.</param>
/// <param name="Validation">Held out of the training part for choosing settings; null unless the recipe splits it off.</param>
/// <param name="Test">The samples on which the final figures are measured.</param>
public sealed record ImageData(IImageDataset Train, IImageDataset? Validation, IImageDataset Test)
{
    /// <summary>Notes on the data for its user, a sentence each: what was left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
