namespace SupTickets.Reports.Plots;

/// <summary>How a series is drawn.</summary>
public enum Drawing
{
    /// <summary>A line through its points.</summary>
    Line,

    /// <summary>Dots.</summary>
    Dots,
}
