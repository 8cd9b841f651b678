using System.Globalization;

namespace SupTickets.Values;

/// <summary>Collects errors of settings, each with its path. Options use it to state what they allow.</summary>
/// <param name="errors">Where errors go.</param>
/// <param name="path">Where the settings stand, as keys joined by dots; empty for the whole.</param>
internal sealed class SettingChecks(ICollection<SettingError> errors, string path = "")
{
    /// <summary>Words for the ranges that occur most.</summary>
    public const string Positive = "a finite number above 0", NotNegative = "a finite number of at least 0";

    /// <summary>More of them: [0, 1), (0, 1], [0, 1].</summary>
    public const string Fraction = "a number in [0, 1)", Share = "a number in (0, 1]", Unit = "a number in [0, 1]";

    /// <summary>The same for settings that stand under <paramref name="key"/>.</summary>
    public SettingChecks Under(string key) => new(errors, Path(key));

    /// <summary>Requires a finite number for which <paramref name="inside"/> is true.</summary>
    public void Number(string key, double value, bool inside, string allowed) =>
        Expect(key, Shown(value), inside && double.IsFinite(value), allowed);

    /// <summary>Requires a whole number of at least <paramref name="least"/>.</summary>
    public void Whole(string key, int value, int least) => Expect(key, Shown(value), value >= least, $"a whole number of at least {least}");

    /// <summary>Requires one of the known names, and suggests the one that was probably meant.</summary>
    public void OneOf(string key, string value, IReadOnlyList<string> known) =>
        Expect(key, Quoted(value), known.Contains(value), string.Join(", ", known), NearestName.Suggest(value, known));

    /// <summary>Requires that <paramref name="holds"/> is true of a value, which is shown as it would be written.</summary>
    public void Expect(string key, string value, bool holds, string allowed, string? suggestion = null)
    {
        if (!holds) errors.Add(new(Path(key), value, allowed, suggestion));
    }

    /// <summary>As the other, for a number.</summary>
    public void Expect(string key, IFormattable value, bool holds, string allowed) => Expect(key, Shown(value), holds, allowed);

    /// <summary>Runs several checks that may find the same error: at one path the first one counts.</summary>
    internal void EachOnce(IEnumerable<Action<SettingChecks>> questions)
    {
        List<SettingError> found = [];
        foreach (Action<SettingChecks> ask in questions) ask(new(found, path));
        foreach (SettingError error in found.DistinctBy(error => error.Path)) errors.Add(error);
    }

    /// <summary>A number as it would be written.</summary>
    public static string Shown(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A text as it would be written.</summary>
    public static string Quoted(string value) => $"\"{value}\"";

    private string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
