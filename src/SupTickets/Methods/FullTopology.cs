using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Every connection present.</summary>
public sealed class FullTopology : IInitialTopology
{
    /// <inheritdoc/>
    public void Apply(SparseNetwork network, Density density, IGradientSource gradients, Seed seed)
    {
        // A freshly initialised network is fully connected already.
    }
}
