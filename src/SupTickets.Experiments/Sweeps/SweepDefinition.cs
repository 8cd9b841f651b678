using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Sweeps;

/// <summary>A sweep as its file says it, before the grid is written out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Recipe">JSON of the recipe that all runs start from.</param>
/// <param name="Set">Changes to it for every run.</param>
/// <param name="Axes">The axes, each with at least one value.</param>
/// <param name="Seeds">At least one seed.</param>
internal sealed record SweepDefinition(
    string Name, string Recipe, IReadOnlyList<RecipeEdit> Set, IReadOnlyList<IReadOnlyList<SweepValue>> Axes, IReadOnlyList<ulong> Seeds);
