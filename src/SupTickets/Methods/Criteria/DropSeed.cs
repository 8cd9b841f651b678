using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The branch of randomness for a drop criterion.</summary>
internal static class DropSeed
{
    /// <summary>
    /// The branch of an update for its drop criterion. Branches for growth have layers' names and index 0, so no layer's name can collide
    /// with this one.
    /// </summary>
    internal static Seed ForDrop(this Seed update) => update.For("drop", -1);
}
