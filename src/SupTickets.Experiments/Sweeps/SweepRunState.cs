namespace SupTickets.Experiments.Sweeps;

/// <summary>The state of a run of a sweep.</summary>
public enum SweepRunState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It has begun and not ended: it goes on from its last checkpoint.</summary>
    Unfinished,

    /// <summary>It has its final figures.</summary>
    Finished,

    /// <summary>It failed; the error is recorded.</summary>
    Failed,
}
