namespace SupTickets.Reports;

/// <summary>How a run goes on.</summary>
public sealed record ResumeSettings
{
    /// <summary>Where it goes on.</summary>
    public ResumePoint From { get; init; }

    /// <summary>Where its data lies now, which must be the data it began with; null for where the recipe says.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Passes settings that change nothing, for a run that has finished and is only read.</summary>
    /// <exception cref="RunFolderException">They ask for something; the message names it.</exception>
    internal void RequireNone(string folder)
    {
        string? asked = From != ResumePoint.Latest ? $"--from {From.ToString().ToLowerInvariant()}" : DataFolder is not null ? $"--data-dir {DataFolder}" : null;
        if (asked is not null) throw new RunFolderException($"{asked}: '{folder}' holds a run that has finished, which is only read; allowed: neither --from nor --data-dir");
    }
}
