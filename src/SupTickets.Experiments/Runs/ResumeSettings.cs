namespace SupTickets.Experiments.Runs;

/// <summary>How a run goes on.</summary>
public sealed record ResumeSettings
{
    /// <summary>Where it goes on.</summary>
    public ResumePoint From { get; init; }

    /// <summary>Where its data lies now, which must be the data it began with; null for where the recipe says.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Checks the settings for a finished run, which is only read. A checkpoint is refused. A data folder is accepted, since scripts name
    /// it until the run ends.
    /// </summary>
    /// <exception cref="RunFolderException">They name a checkpoint.</exception>
    internal void RequireReading(string folder)
    {
        if (From == ResumePoint.Latest) return;
        string from = From.ToString().ToLowerInvariant();
        throw new RunFolderException($"--from {from}: '{folder}' holds a run that has finished, which is only read; allowed: no --from");
    }
}
