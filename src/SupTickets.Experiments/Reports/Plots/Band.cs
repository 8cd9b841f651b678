namespace SupTickets.Experiments.Reports.Plots;

/// <summary>A span of the x-axis that is shaded.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
public sealed record Band(double From, double To);
