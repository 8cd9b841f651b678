namespace SupTickets.Topology;

/// <summary>
/// Checks that the connections in use are exactly those intended: after initialisation, every update, every averaging, every
/// save and load.
/// </summary>
internal static class TopologyAudit
{
    /// <summary>Throws unless <paramref name="actual"/> equals <paramref name="expected"/>.</summary>
    /// <exception cref="InvalidOperationException">The counts differ; the message names place, expected and actual.</exception>
    public static void RequireCount(string where, long expected, long actual)
    {
        if (actual != expected) throw new InvalidOperationException($"audit of {where}: expected {expected} connections, found {actual}");
    }

    /// <summary>
    /// Throws unless values and every optimizer state of <paramref name="weight"/> are exactly as long as its connectivity.
    /// </summary>
    /// <exception cref="InvalidOperationException">A length differs; the message names layer, expected and actual.</exception>
    public static void RequireConsistent(string layer, SparseWeight weight)
    {
        RequireCount($"the values of {layer}", weight.Connectivity.Count, weight.Values.numel());
        foreach (string name in weight.StateNames)
            RequireCount($"the optimizer state '{name}' of {layer}", weight.Connectivity.Count, weight.State(name).numel());
    }
}
