using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Where the randomness of a drop criterion comes from.</summary>
internal static class DropSeed
{
    /// <summary>
    /// The branch of an update for what goes. Those of what comes bear the layers' names and index 0, so no layer's name can meet it.
    /// </summary>
    internal static Seed ForDrop(this Seed update) => update.For("drop", -1);
}
