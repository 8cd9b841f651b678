namespace SupTickets.Experiments.Data;

/// <summary>Progress of a check of image files.</summary>
/// <param name="Done">Files checked, or known from an earlier check.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Bad">How many of the checked files cannot be read.</param>
public sealed record ImageCheckProgress(long Done, long Total, long Bad);
