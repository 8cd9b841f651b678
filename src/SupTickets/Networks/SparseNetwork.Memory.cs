using SupTickets.Topology;

namespace SupTickets.Networks;

/// <content>Memory that the network takes beside what it needs.</content>
public sealed partial class SparseNetwork
{
    /// <summary>Frees the native memory for activations that the sparse engine keeps from pass to pass.</summary>
    internal void ReleaseMemory() => programs.ReleaseMemory();

    /// <summary>
    /// Removes all connections, and with them the memory of the weights, until a state is restored: for a network that computes only such.
    /// </summary>
    internal void Empty()
    {
        foreach (SparseLayer layer in Layers) layer.Weight.Restore(Connectivity.Of([], layer.Weight.Shape.Positions), default);
    }

    /// <summary>Native memory that the sparse engine has taken and keeps, in bytes.</summary>
    internal long HeldBytes => programs.HeldBytes;
}
