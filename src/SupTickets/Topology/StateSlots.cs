namespace SupTickets.Topology;

/// <summary>Names of optimizer state that others than the optimizer read or set.</summary>
internal static class StateSlots
{
    /// <summary>The velocity of gradient descent with momentum, m ← μ·m + g.</summary>
    internal const string Velocity = "momentum";
}
