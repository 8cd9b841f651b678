using SupTickets.Methods;
using SupTickets.Schedules;

namespace SupTickets.Training;

/// <summary>When connections are explored, and how each time.</summary>
internal static class Explorations
{
    /// <summary>Finished steps after which an exploration follows → what it does.</summary>
    internal static IReadOnlyDictionary<long, ITopologyUpdate> Of(TrainingOptions options, SparseMethod method, CycleCalendar calendar)
    {
        if (options.Superpose is not { } superpose) return new Dictionary<long, ITopologyUpdate>();
        return superpose.Explore.Steps(calendar, superpose.Rate).ToDictionary(step => step, step => Update(TicketsBy(step)));

        // The number of tickets taken by then; the exploration leads to the next one.
        int TicketsBy(long step) =>
            Enumerable.Range(1, calendar.Cycles).Count(
                cycle => calendar.StartOf(cycle) + superpose.Rate.TicketAt(calendar.CycleSteps) <= step);

        ITopologyUpdate Update(int tickets) => tickets < options.Explorations.Count
            ? options.Explorations[tickets].Instead(method.Exploration)
            : method.Exploration;
    }
}
