namespace SupTickets.Experiments.Reports;

/// <summary>The data for the report of a sweep, complete or not.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Groups">Its groups, in the order of its grid.</param>
public sealed record SweepRecord(string Name, IReadOnlyList<SweepGroup> Groups)
{
    /// <summary>Its folder, for the commands that go on with it; null where it is not known.</summary>
    public string? Folder { get; init; }
}
