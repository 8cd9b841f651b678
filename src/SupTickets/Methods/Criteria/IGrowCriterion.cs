using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Chooses which absent positions of a weight receive a connection.</summary>
public interface IGrowCriterion
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>
    /// Exactly <paramref name="count"/> ascending indices into <paramref name="absent"/>, the ascending positions without a
    /// connection, among them those dropped a moment ago. Never an active one: ranking all positions lets ties at zero
    /// gradient pick active connections, and the layer's density silently decays. What is random follows from <paramref name="seed"/>,
    /// which is another one for each layer and update.
    /// </summary>
    int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed);
}
