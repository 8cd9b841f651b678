namespace SupTickets.SparseEngine;

/// <summary>What a pass through a network is for.</summary>
internal enum RunPurpose
{
    /// <summary>Scores only: memory serves again as soon as it has been read.</summary>
    Inference,

    /// <summary>A backward pass follows.</summary>
    Gradients,

    /// <summary>Scores only, and all values are looked at.</summary>
    Watching,
}
