namespace SupTickets.Reports;

/// <summary>How a run goes on.</summary>
public sealed record ResumeSettings
{
    /// <summary>Where it goes on.</summary>
    public ResumePoint From { get; init; }

    /// <summary>Where its data lies now, which must be the data it began with; null for where the recipe says.</summary>
    public string? DataFolder { get; init; }
}
