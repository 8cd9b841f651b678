using System.Globalization;
using SupTickets.Experiments.Data;

namespace SupTickets.Experiments.Recipes;

/// <summary>The name of a run whose recipe gives none.</summary>
public static class RecipeName
{
    /// <summary>
    /// Model, data, method and, if there is one, sparsity, as in <c>vgg16-cifar10-rigl-0.95</c>. An image folder counts by the folder's
    /// name.
    /// </summary>
    public static string Of(Recipe recipe)
    {
        string[] parts = [recipe.Model.Name, DataOf(recipe.Data), recipe.Method.Name];
        string name = string.Join('-', parts);
        return recipe.Topology.Sparsity == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{recipe.Topology.Sparsity}");
    }

    /// <summary>
    /// Whether the name of <paramref name="named"/> also suits <paramref name="recipe"/>: both have the same model, ensemble, data and
    /// method.
    /// </summary>
    public static bool Fits(Recipe named, Recipe recipe) =>
        (
            named.Model.Name, named.Model.Ensemble.Name, named.Data.Name,
            named.Method.Name) == (recipe.Model.Name, recipe.Model.Ensemble.Name, recipe.Data.Name, recipe.Method.Name);

    private static string DataOf(DataOptions data) =>
        data.Name == "imagefolder" && data.Folder is { } folder
        && Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) is { Length: > 0 } name
            && !name.Any(char.IsControl)
            ? name
            : data.Name;
}
