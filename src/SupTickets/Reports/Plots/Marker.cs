namespace SupTickets.Reports.Plots;

/// <summary>A vertical line that marks a moment.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What it says at the top.</param>
public sealed record Marker(double X, string Label);
