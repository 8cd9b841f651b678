using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Refuses characters that no text of a recipe needs and that do harm where it is shown: in a page, a file name, a line. Only new runs are
/// checked; recipes of earlier versions are still read.
/// </summary>
internal static class RecipeTexts
{
    /// <summary>An error for every text with such a character.</summary>
    public static IEnumerable<SettingError> Errors(Recipe recipe)
    {
        (string Path, string? Text)[] shown =
        [
            ("name", recipe.Name),
            ("model.ensemble.branch", recipe.Model.Ensemble.Branch),
            .. recipe.Topology.KeepDense.Select((layer, index) => ($"topology.keepDense[{index}]", (string?)layer)),
            .. (recipe.Data.Labels ?? []).Select((label, index) => ($"data.labels[{index}]", (string?)label)),
        ];
        // In paths all other characters are allowed.
        IEnumerable<(string Path, string? Text)> paths = recipe.Distill.Teachers.Select(
            (teacher, index) => ($"distill.teachers[{index}]", (string?)teacher));
        return shown.Where(one => one.Text?.Any(char.IsControl) == true).Select(one => Error(one, "a text without control characters"))
            .Concat(paths.Where(one => one.Text?.Contains('\0', StringComparison.Ordinal) == true)
                .Select(one => Error(one, "a path, which has no character U+0000")));
    }

    private static SettingError Error((string Path, string? Text) one, string allowed) =>
        new(one.Path, VisibleText.OfLine(SettingChecks.Quoted(one.Text!)), allowed);
}
