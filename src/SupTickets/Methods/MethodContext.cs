using SupTickets.Recipes;
using SupTickets.Tickets;

namespace SupTickets.Methods;

/// <summary>What a method is made from.</summary>
/// <param name="Recipe">The whole recipe.</param>
/// <param name="Calendar">Phases in steps.</param>
public sealed record MethodContext(Recipe Recipe, CycleCalendar Calendar)
{
    /// <summary>Finished steps after which no update follows: those of the normal phase, or all where updates go on in cycles.</summary>
    public static long UpdateSteps(Recipe recipe, CycleCalendar calendar) => recipe.Superpose.UpdateInCycles ? calendar.TotalSteps : calendar.NormalSteps;
}
