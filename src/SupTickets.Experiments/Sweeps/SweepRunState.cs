namespace SupTickets.Experiments.Sweeps;

/// <summary>How far a run of a sweep is.</summary>
public enum SweepRunState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It has begun and not ended: it goes on from its last checkpoint.</summary>
    Unfinished,

    /// <summary>It has its final figures.</summary>
    Finished,

    /// <summary>It came to an error, which is recorded.</summary>
    Failed,
}
