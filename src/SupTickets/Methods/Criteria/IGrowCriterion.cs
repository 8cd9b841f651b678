using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Chooses which absent positions of a weight receive a connection.</summary>
public interface IGrowCriterion
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>
    /// Exactly <paramref name="count"/> ascending indices into <paramref name="absent"/>, the ascending positions without a connection,
    /// those just dropped included. Present connections must not be ranked: with ties at gradient zero they would be chosen, and the layer
    /// would silently lose connections. All randomness comes from <paramref name="seed"/>, which differs for each layer and update.
    /// </summary>
    int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed);
}
