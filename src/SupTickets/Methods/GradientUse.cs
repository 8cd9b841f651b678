namespace SupTickets.Methods;

/// <summary>
/// When a criterion needs the gradient at absent positions, which costs a dense weight gradient. Later values need it more often.
/// </summary>
public enum GradientUse
{
    /// <summary>Never.</summary>
    None,

    /// <summary>In the backward pass of each topology update.</summary>
    AtUpdates,

    /// <summary>In every backward pass.</summary>
    EveryStep,
}
