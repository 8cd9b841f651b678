using System.Globalization;
using SupTickets.Values;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary>A share in [0, 1] in per cent.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A mean and its standard deviation, where there is one, with the decimals that accuracies in per cent have.</summary>
    public static string Spread(double mean, double? deviation) => deviation is { } some
        ? string.Create(CultureInfo.InvariantCulture, $"{mean:0.00} ± {some:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{mean:0.00}");

    /// <summary>A number of operations, with the prefix that leaves one to three digits before the point.</summary>
    public static string Flops(double flops)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P", "E"];
        int thousands = flops < 1 ? 0 : Math.Min((int)(Math.Log10(flops) / 3), prefixes.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{flops / Math.Pow(1000, thousands):0.###} {prefixes[thousands]}FLOPs");
    }

    /// <summary>A count with groups of three digits.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things in words: one of them, or several.</summary>
    public static string Plural(long count, string thing) => $"{Count(count)} {Counted.Noun(count, thing)}";

    /// <summary>A moment, to the minute, in UTC.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>From one moment to another, the day only once where it is the same.</summary>
    public static string Span(DateTimeOffset from, DateTimeOffset to)
    {
        string day = from.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string first = from.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        string last = to.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        if (from.UtcDateTime.Date != to.UtcDateTime.Date) return $"{day} {first} to {Moment(to)}";
        return first == last ? Moment(from) : $"{day}, {first} to {last} UTC";
    }

    /// <summary>A figure such as a likelihood.</summary>
    public static string Figure(double figure) => figure.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A duration in the units that suit it.</summary>
    public static string Duration(double seconds)
    {
        if (!(Math.Abs(seconds) < 1e9)) return "—";
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        return time switch
        {
            { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
            { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        };
    }
}
