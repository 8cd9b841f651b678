namespace SupTickets.Experiments.Data;

/// <summary>How far a check of image files is.</summary>
/// <param name="Done">Files looked at, or known from an earlier check.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Bad">Of those looked at, how many cannot be read.</param>
public sealed record ImageCheckProgress(long Done, long Total, long Bad);
