namespace SupTickets.Experiments.Data;

/// <summary>The result of checking a whole data set.</summary>
/// <param name="Files">How many files hold the data.</param>
/// <param name="Train">Training samples of each class, in label order.</param>
/// <param name="Test">Test samples of each class, in label order.</param>
/// <param name="Problems">One message for each sample that cannot be read, naming its file; empty for a sound data set.</param>
public sealed record VerifiedData(int Files, IReadOnlyList<int> Train, IReadOnlyList<int> Test, IReadOnlyList<string> Problems)
{
    /// <summary>The archive's checksum beside the published one; null where the data is no archive, or has none.</summary>
    public ComparedChecksum? Checksum { get; init; }

    /// <summary>Notes on entries of the folder that are no samples, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
