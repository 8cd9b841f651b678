namespace SupTickets.Topology;

/// <summary>A gradient of absent positions is read that nobody asked for.</summary>
/// <param name="message">Which, and who must ask for it.</param>
/// <param name="everyStep">Whether it must be asked for in every step.</param>
internal sealed class MissingGradientException(string message, bool everyStep) : InvalidOperationException(message)
{
    /// <summary>Whether it must be asked for in every step, as the momentum of the dense gradient; else before the update.</summary>
    public bool EveryStep => everyStep;
}
