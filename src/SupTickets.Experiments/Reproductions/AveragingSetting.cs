using System.Globalization;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A way to average tickets, as a cell's setting names it.</summary>
/// <param name="Averaging">The averaging rule.</param>
/// <param name="Beta">Weight of the old average in <c>cima</c>; 0 for the other rules, which have none.</param>
public sealed record AveragingSetting(string Averaging, double Beta)
{
    /// <summary>Its name in files: the rule, and β where it has one.</summary>
    public string Key => Beta == 0 ? Averaging : string.Create(CultureInfo.InvariantCulture, $"{Averaging} {Beta}");

    /// <summary>Those of Figure 3.</summary>
    public static IReadOnlyList<AveragingSetting> All { get; } =
        [.. PaperReproductions.Read("figure-3").Cells.Select(cell => Parse(cell.Setting!)).Distinct()];

    /// <summary>Reads <c>superpose.averaging=RULE</c> or <c>superpose.beta=β</c>.</summary>
    internal static AveragingSetting Parse(string setting)
    {
        string[] parts = setting.Split('=');
        return parts[0] == "superpose.beta" ? new("cima", double.Parse(parts[1], CultureInfo.InvariantCulture)) : new(parts[1], 0);
    }
}
