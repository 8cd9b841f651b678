namespace SupTickets.Experiments.Reports.Plots;

/// <summary>How a series is drawn.</summary>
public enum Drawing
{
    /// <summary>A line through its points.</summary>
    Line,

    /// <summary>Dots.</summary>
    Dots,

    /// <summary>Rings, which show what other series have at the same place.</summary>
    Rings,

    /// <summary>A line through its points, and the points too as long as they are few: between them nothing was measured.</summary>
    Marked,
}
