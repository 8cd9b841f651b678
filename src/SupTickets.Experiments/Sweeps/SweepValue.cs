using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Sweeps;

/// <summary>One value of an axis.</summary>
/// <param name="Name">Its part of the runs' names.</param>
/// <param name="Recipe">JSON of the recipe that takes the place of the sweep's, or null.</param>
/// <param name="Set">Changes to the recipe.</param>
/// <param name="Needs">The value of the same axis whose run must have finished first, or null.</param>
internal sealed record SweepValue(string Name, string? Recipe, IReadOnlyList<RecipeEdit> Set, string? Needs);
