using SupTickets.Allocation;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>What a method is made from.</summary>
/// <param name="Options">How connections move: what all methods share, and the options of each.</param>
/// <param name="Topology">How many connections there are in the end, and how they are shared among the layers.</param>
/// <param name="Calendar">Phases in steps.</param>
/// <param name="UpdatesInCycles">Whether updates go on in the cyclic phase.</param>
public sealed record MethodContext(MethodOptions Options, TopologyOptions Topology, CycleCalendar Calendar, bool UpdatesInCycles)
{
    /// <summary>Density in the end.</summary>
    public Density Target => Density.FromSparsity(Topology.Sparsity);

    /// <summary>Finished steps after which no update follows: those of the normal phase, or all where updates go on in cycles.</summary>
    public long UpdateSteps => UpdatesInCycles ? Calendar.TotalSteps : Calendar.NormalSteps;
}
