namespace SupTickets.Training;

/// <summary>How momentum enters a step.</summary>
public enum MomentumKind
{
    /// <summary>The step follows the velocity.</summary>
    Plain,

    /// <summary>The step looks one velocity ahead (Nesterov; Sutskever et al., 2013).</summary>
    Nesterov,
}
