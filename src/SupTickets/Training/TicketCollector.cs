using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>Decides after which steps a ticket is taken, and superposes the tickets.</summary>
/// <param name="superposition">Where tickets are accumulated.</param>
/// <param name="calendar">Phases in steps.</param>
/// <param name="rate">Where in a cycle the ticket is taken.</param>
/// <param name="zero">Whether the network before the first cycle is ticket zero.</param>
internal sealed class TicketCollector(Superposition superposition, CycleCalendar calendar, CycleRate rate, TicketZero zero)
{
    /// <summary>The collector for <paramref name="network"/>; null without a cyclic phase.</summary>
    internal static TicketCollector? Of(TrainingOptions options, SparseNetwork network) =>
        options is { Superpose: { } superpose, Phases: { Cycles: > 0 } calendar }
        ? new(SuperpositionOf(superpose, options.Density, network), calendar, superpose.Rate, superpose.Zero)
        : null;

    /// <summary>Where tickets of <paramref name="network"/> are averaged.</summary>
    internal static Superposition SuperpositionOf(SuperposeOptions superpose, Density density, SparseNetwork network) => new(
        superpose.Averaging,
        superpose.Prune,
        density.CountOf(network.Positions),
        network.Layers.Where(layer => layer.StaysDense).Select(layer => layer.WeightName).ToHashSet());

    /// <summary>The superposition.</summary>
    public Superposition Superposition => superposition;

    /// <summary>How many tickets are taken in the first <paramref name="finished"/> steps.</summary>
    internal int TakenBy(long finished) =>
        (calendar.Cycles > 0 && zero == TicketZero.Included && finished >= calendar.NormalSteps ? 1 : 0)
        + Enumerable.Range(1, calendar.Cycles).Count(cycle => finished >= calendar.StartOf(cycle) + rate.TicketAt(calendar.CycleSteps));

    /// <summary>The cycle whose ticket is taken after <paramref name="finished"/> steps: from 1, 0 for ticket zero, or null.</summary>
    public int? CycleAt(long finished)
    {
        if (calendar.Cycles == 0) return null;
        if (zero == TicketZero.Included && finished == calendar.NormalSteps) return 0;
        for (int cycle = 1; cycle <= calendar.Cycles; cycle++)
        {
            if (finished == calendar.StartOf(cycle) + rate.TicketAt(calendar.CycleSteps)) return cycle;
        }

        return null;
    }
}
