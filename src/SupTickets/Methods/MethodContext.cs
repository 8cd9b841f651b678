using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The run that a method is made for.</summary>
/// <param name="Target">Density in the end.</param>
/// <param name="Allocated">How connections are shared among the layers and drawn, for methods that start at random.</param>
/// <param name="Calendar">Phases in steps.</param>
/// <param name="UpdatesInCycles">Whether updates go on in the cyclic phase.</param>
public sealed record MethodContext(Density Target, AllocatedTopology Allocated, CycleCalendar Calendar, bool UpdatesInCycles)
{
    /// <summary>Finished steps after which no update follows: those of the normal phase, or all where updates go on in cycles.</summary>
    public long UpdateSteps => UpdatesInCycles ? Calendar.TotalSteps : Calendar.NormalSteps;
}
