using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>The table of averaging rules.</summary>
public static class AveragingRules
{
    /// <summary>Every rule: name, source, and how it is made from β.</summary>
    public static IReadOnlyList<(string Name, string Source, Func<double, IAveragingRule> Create)> All { get; } =
    [
        ("cia", "connection-independent average: Yin et al., 2022, Eq. 4", _ => new ConnectionIndependentAveraging()),
        ("caa", "connection-aware average: Yin et al., 2022, section 3.2.2", _ => new ConnectionAwareAveraging()),
        ("cima", "connection-independent moving average: Yin et al., 2022, section 3.2.2", beta => new MovingAveraging(beta)),
    ];

    /// <summary>The rule of that name.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static IAveragingRule Create(string name, double beta)
    {
        foreach (var rule in All)
        {
            if (rule.Name == name) return rule.Create(beta);
        }

        throw new UnknownNameException("averaging rule", name, All.Select(rule => rule.Name));
    }
}
