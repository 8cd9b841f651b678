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
        Models = ModelTable.All.Names,
        IsModel = ModelTable.IsKnown,
        Ensembles = Ensembles.All.Names,
        DataSets = DataSets.All.Names,
        DataSetsInFolders = [.. DataSets.All.Where(data => data.Value.LiesInFolder).Select(data => data.Name)],
        Allocations = Allocations.All.Names,
        Optimizers = Optimizers.All.Names,
        AveragingRules = AveragingRules.All.Names,
        RateShapes = CycleRate.All.Names,
        DropCriteria = Criteria.Drop.Names,
        GrowCriteria = Criteria.Grow.Names,
        Engines = Networks.Engines.All.Names,
        Explorations = ExplorationTime.All.Names,
        Calibrations = Calibration.All.Names,
        Prunings = StatePruning.All.Names,
        Counts = ConnectionDraws.All.Names,
        Decays = Optimizers.Decays.Names,
        BatchNormStatistics = BatchNormStatistics.All.Names,
        BadImages = BadImages.LeftOut.Names,
    };
}
