using System.Globalization;

namespace SupTickets.Cli.Output;

/// <summary>How figures are written for people, the same in every table and line.</summary>
internal static class Figures
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of things, as in "1 step" and "2,340 steps".</summary>
    public static string Counted(long count, string noun) => $"{Count(count)} {Values.Counted.Noun(count, noun)}";

    public static string Ratio(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0000}");

    public static string Real(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0000}");

    public static string Short(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}");

    public static string Amount(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###e+0}");

    public static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    public static string Duration(double seconds)
    {
        // An infinite or absurdly long time is not shown: it comes from a rate measured too early, or from a length that a server made up.
        if (!(Math.Abs(seconds) < 1e9)) return "—";
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
    }
}
