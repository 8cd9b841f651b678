using SupTickets.Allocation;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Methods;
using SupTickets.Tickets;

namespace SupTickets.Experiments.Recipes;

/// <summary>The tables that the names in a recipe are looked up in.</summary>
public static class RecipeTables
{
    /// <summary>Every name a recipe may use, from the tables that turn them into objects.</summary>
    public static RecipeNames Names { get; } = new()
    {
        Models = [.. ModelTable.Entries.Select(entry => entry.Name)],
        IsModel = ModelTable.IsKnown,
        Ensembles = Ensembles.Names,
        DataSets = DataSets.Names,
        DataSetsInFolders = [.. DataSets.Names.Where(name => name != "synthetic")],
        Allocations = Allocations.All.Names,
        Optimizers = Optimizers.All.Names,
        AveragingRules = AveragingRules.All.Names,
        RateShapes = CycleRate.All.Names,
        DropCriteria = Criteria.Drop.Names,
        GrowCriteria = Criteria.Grow.Names,
        Engines = Layers.Engines.Names,
        Explorations = ExplorationTime.All.Names,
        Calibrations = [.. Calibration.All.Select(calibration => calibration.Name)],
        Prunings = StatePruning.All.Names,
    };
}
