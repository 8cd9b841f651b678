namespace SupTickets.Values;

/// <summary>One thing that is wrong with a recipe.</summary>
/// <param name="Path">Where, as keys joined by dots: <c>schedule.epochs</c>; empty for the document itself.</param>
/// <param name="Value">What stands there, as it would be written in JSON.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Suggestion">The key or name that was probably meant, or null.</param>
public sealed record SettingError(string Path, string Value, string Allowed, string? Suggestion = null)
{
    /// <summary>The error as one line.</summary>
    public override string ToString()
    {
        string place = Path.Length == 0 ? "the recipe" : Path;
        string hint = Suggestion is null ? "" : $"; did you mean '{Suggestion}'?";
        return $"{place}: got {Value}; allowed: {Allowed}{hint}";
    }
}
