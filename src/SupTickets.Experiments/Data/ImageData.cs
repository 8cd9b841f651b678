namespace SupTickets.Experiments.Data;

/// <summary>The parts of a data set a run needs. The test part is never used to select anything.</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Validation">Held out of the training part for choosing settings; null unless the recipe splits it off.</param>
/// <param name="Test">What the final figures are measured on.</param>
public sealed record ImageData(IImageDataset Train, IImageDataset? Validation, IImageDataset Test)
{
    /// <summary>What whoever uses the data should know of it, a sentence each: what was left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
