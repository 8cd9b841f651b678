using SupTickets.Schedules;

namespace SupTickets.Tickets;

/// <summary>How the learning rate runs through a cycle, and where in it the ticket is taken.</summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Source">Paper and equation.</param>
/// <param name="Shape">(low, high, steps in a cycle) → rate by step.</param>
/// <param name="TicketAt">Steps in a cycle → the step of it, from 1, after which the ticket is taken: where the rate is lowest.</param>
public sealed record CycleRate(string Name, string Source, Func<double, double, long, Schedule> Shape, Func<long, long> TicketAt)
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<CycleRate> All { get; } =
    [
        new("triangle", "Yin et al., 2022, Eq. 3", LearningRates.Triangle, length => length),
        new("fge", "Garipov et al., 2018", LearningRates.InvertedTriangle, length => Math.Max(1, length / 2)),
        new("swa", "Izmailov et al., 2018", LearningRates.Sawtooth, length => length),
        new("restart", "Yin et al., 2022, Table 8, large learning rate", LearningRates.Restart, length => length),
        new("edst", "Liu et al., 2022 (FreeTickets)", LearningRates.Halves, length => length),
    ];
}
