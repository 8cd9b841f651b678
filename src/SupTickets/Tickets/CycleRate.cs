using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>How the learning rate runs through a cycle, and where in it the ticket is taken.</summary>
/// <param name="Shape">(low, high, steps in a cycle) → rate by step.</param>
/// <param name="TicketAt">Steps in a cycle → the step, from 1, after which the ticket is taken: where the rate is lowest.</param>
public sealed record CycleRate(Func<double, double, long, Schedule> Shape, Func<long, long> TicketAt)
{
    /// <summary>The table.</summary>
    public static NamedTable<CycleRate> All { get; } = new("cycle rate",
        new("triangle", "low, high, low", "Yin et al., 2022, Eq. 3", new(LearningRates.Triangle, length => length)),
        new("fge", "high, low, high; the ticket is taken at the low", "Garipov et al., 2018", new(
            LearningRates.InvertedTriangle, length => Math.Max(1, length / 2))),
        new("swa", "jumps to high, falls to low", "Izmailov et al., 2018", new(LearningRates.Sawtooth, length => length)),
        new("restart", "the first step exactly high, the last exactly low", "Yin et al., 2022, Table 8, large learning rate", new(
            LearningRates.Restart, length => length)),
        new("edst", "high in the first half, low in the second", "Liu et al., 2022 (FreeTickets)", new(
            LearningRates.Halves, length => length)));

    /// <summary>Eq. 3 of Yin et al. (2022): low, high, low.</summary>
    public static CycleRate Triangle => All["triangle"];
}
