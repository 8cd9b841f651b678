using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>
/// When connections are explored. The paper contradicts itself: its text and the official code explore at the start of
/// each cycle, Algorithm 1 after each collected ticket.
/// </summary>
/// <param name="Steps">(calendar, rate of a cycle) → the finished steps after which an exploration takes place.</param>
public sealed record ExplorationTime(Func<CycleCalendar, CycleRate, IEnumerable<long>> Steps)
{
    /// <summary>The table.</summary>
    public static NamedTable<ExplorationTime> All { get; } = new("exploration time",
        new("cycle-start", "at the start of every cycle, the first included", "Yin et al., 2022, section 3.2.1 and the official code",
            new((calendar, _) => Enumerable.Range(1, calendar.Cycles).Select(calendar.StartOf))),
        new("cycle-end", "after every ticket but the last, so not before the first", "Yin et al., 2022, Algorithm 1",
            new((calendar, rate) => Enumerable.Range(1, Math.Max(0, calendar.Cycles - 1)).Select(
                cycle => calendar.StartOf(cycle) + rate.TicketAt(calendar.CycleSteps)))),
        new("never", "not at all: tickets share one connectivity", "", new((_, _) => [])));

    /// <summary>At the start of every cycle, the first included.</summary>
    public static ExplorationTime CycleStart => All["cycle-start"];
}
