using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>Validates a recipe: known names, numbers in range, settings that agree. It finds all errors, not only the first.</summary>
public sealed class RecipeValidator(RecipeNames names)
{
    /// <summary>All errors; empty for a recipe that can be run.</summary>
    public IReadOnlyList<SettingError> Errors(Recipe recipe)
    {
        List<SettingError> errors = [];
        new RecipeRanges(names, errors).Check(recipe);

        // Settings are compared only if each is valid, so that one mistake is not reported twice.
        List<SettingError> conflicts = [];
        new RecipeConflicts(names, conflicts).Check(recipe);
        HashSet<string> unsound = [.. errors.Select(error => error.Path)];
        return [.. errors, .. conflicts.Where(conflict => !unsound.Contains(conflict.Path))];
    }

    /// <summary>All errors in the recipe of a new run.</summary>
    internal IReadOnlyList<SettingError> ErrorsOfNew(Recipe recipe)
    {
        IReadOnlyList<SettingError> errors = Errors(recipe);
        return [.. errors, .. RecipeTexts.Errors(recipe).Where(error => errors.All(known => known.Path != error.Path))];
    }

    /// <summary>Requires a recipe with which a run can begin.</summary>
    /// <exception cref="SettingException">Anything is wrong; all errors are listed.</exception>
    internal void CheckNew(Recipe recipe)
    {
        if (ErrorsOfNew(recipe) is { Count: > 0 } errors) throw new SettingException(errors);
    }

    /// <summary>Requires a recipe that can be run.</summary>
    /// <exception cref="SettingException">Anything is wrong; all errors are listed.</exception>
    public void Check(Recipe recipe)
    {
        if (Errors(recipe) is { Count: > 0 } errors) throw new SettingException(errors);
    }
}
