using SupTickets.Methods;
using SupTickets.Tickets;

namespace SupTickets.Training;

/// <summary>When connections are explored, and how each time.</summary>
internal static class Explorations
{
    /// <summary>Finished steps after which an exploration follows → what it does.</summary>
    internal static IReadOnlyDictionary<long, ITopologyUpdate> Of(SuperposeOptions recipe, SparseMethod method, CycleCalendar calendar)
    {
        CycleRate rate = CycleRate.All.Single(shape => shape.Name == recipe.Rate);
        ExplorationTime time = ExplorationTime.All.Single(time => time.Name == recipe.Explore);
        return time.Steps(calendar, rate).ToDictionary(step => step, step => Update(TicketsBy(step)));

        // The tickets that are taken by then; the exploration leads to the next.
        int TicketsBy(long step) => Enumerable.Range(1, calendar.Cycles).Count(cycle => calendar.StartOf(cycle) + rate.TicketAt(calendar.CycleSteps) <= step);

        ITopologyUpdate Update(int tickets) => tickets < recipe.ExploreCriteria.Count
            ? Criteria.Instead(method.Exploration, recipe.ExploreCriteria[tickets].Drop, recipe.ExploreCriteria[tickets].Grow)
            : method.Exploration;
    }
}
