using System.Globalization;
using SupTickets.Experiments.Data;

namespace SupTickets.Experiments.Recipes;

/// <summary>What a run is called that has no name of its own.</summary>
public static class RecipeName
{
    /// <summary>
    /// Model, data, method and, where there is one, sparsity, as in <c>vgg16-cifar10-rigl-0.95</c>. Images in a folder are called as the
    /// folder is.
    /// </summary>
    public static string Of(Recipe recipe)
    {
        string[] parts = [recipe.Model.Name, DataOf(recipe.Data), recipe.Method.Name];
        string name = string.Join('-', parts);
        return recipe.Topology.Sparsity == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{recipe.Topology.Sparsity}");
    }

    /// <summary>
    /// Whether a name that was given to <paramref name="named"/> says what <paramref name="recipe"/> is too: the same model, ensemble, data
    /// and method.
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
