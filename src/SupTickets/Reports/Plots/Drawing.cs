namespace SupTickets.Reports.Plots;

/// <summary>How a series is drawn.</summary>
public enum Drawing
{
    /// <summary>A line through its points.</summary>
    Line,

    /// <summary>Dots.</summary>
    Dots,

    /// <summary>Rings, which show what other series have at the same place.</summary>
    Rings,
}
