namespace SupTickets.SparseEngine;

/// <summary>What a pass through a network is for.</summary>
internal enum RunPurpose
{
    /// <summary>Scores only: memory is given back as soon as it has been read.</summary>
    Inference,

    /// <summary>A backward pass follows.</summary>
    Gradients,
}
