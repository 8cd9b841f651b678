using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>The table of averaging rules.</summary>
internal static class AveragingRules
{
    /// <summary>Every rule, made from β, the weight of the old average, which only <c>cima</c> uses.</summary>
    public static NamedTable<Func<double, IAveragingRule>> All { get; } = new("averaging rule",
        new("cia", "connection-independent average", "Yin et al., 2022, Eq. 4", _ => new ConnectionIndependentAveraging()),
        new("caa", "connection-aware average", "Yin et al., 2022, section 3.2.2", _ => new ConnectionAwareAveraging()),
        new("cima", "connection-independent moving average", "Yin et al., 2022, section 3.2.2", beta => new MovingAveraging(beta)));
}
