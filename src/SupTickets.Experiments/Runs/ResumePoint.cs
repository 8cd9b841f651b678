namespace SupTickets.Experiments.Runs;

/// <summary>Where a run goes on.</summary>
public enum ResumePoint
{
    /// <summary>At the latest checkpoint; at the start where there is none yet.</summary>
    Latest,

    /// <summary>At the checkpoint before the latest, which takes the latest one's place: for a latest one that is damaged.</summary>
    Previous,

    /// <summary>At the start; all checkpoints are removed.</summary>
    Start,
}
