using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Asks whether a recipe makes sense: known names, numbers in range, settings that agree. Finds every error, not the first.
/// </summary>
public sealed class RecipeValidator(RecipeNames names)
{
    /// <summary>Everything that is wrong; empty for a recipe that can be run.</summary>
    public IReadOnlyList<SettingError> Errors(Recipe recipe)
    {
        List<SettingError> errors = [];
        new RecipeRanges(names, errors).Check(recipe);

        // Settings are compared only where each is sound, so that one slip is not reported twice.
        List<SettingError> conflicts = [];
        new RecipeConflicts(names, conflicts).Check(recipe);
        HashSet<string> unsound = [.. errors.Select(error => error.Path)];
        return [.. errors, .. conflicts.Where(conflict => !unsound.Contains(conflict.Path))];
    }

    /// <summary>Everything that is wrong with the recipe of a run that begins now.</summary>
    internal IReadOnlyList<SettingError> ErrorsOfNew(Recipe recipe)
    {
        IReadOnlyList<SettingError> errors = Errors(recipe);
        return [.. errors, .. RecipeTexts.Errors(recipe).Where(error => errors.All(known => known.Path != error.Path))];
    }

    /// <summary>Passes a recipe with which a run can begin.</summary>
    /// <exception cref="SettingException">Anything is wrong; all errors are listed.</exception>
    internal void CheckNew(Recipe recipe)
    {
        if (ErrorsOfNew(recipe) is { Count: > 0 } errors) throw new SettingException(errors);
    }

    /// <summary>Passes a recipe that can be run.</summary>
    /// <exception cref="SettingException">Anything is wrong; all errors are listed.</exception>
    public void Check(Recipe recipe)
    {
        if (Errors(recipe) is { Count: > 0 } errors) throw new SettingException(errors);
    }
}
