using SupTickets.Recipes;
using SupTickets.Tickets;

namespace SupTickets.Methods;

/// <summary>What a method is made from.</summary>
/// <param name="Recipe">The whole recipe.</param>
/// <param name="Calendar">Phases in steps.</param>
public sealed record MethodContext(Recipe Recipe, CycleCalendar Calendar);
