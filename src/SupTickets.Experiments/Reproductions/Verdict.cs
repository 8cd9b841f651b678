using System.Text.Json.Serialization;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The verdict of the runs on a claim.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The claimed one is higher, by more than two standard errors; or both are level, to two standard errors.</summary>
    [JsonStringEnumMemberName("holds")]
    Holds,

    /// <summary>The other one is higher, by more than two standard errors; or both are not level, by as much.</summary>
    [JsonStringEnumMemberName("does not hold")]
    DoesNotHold,

    /// <summary>The difference is too small against two standard errors.</summary>
    [JsonStringEnumMemberName("within noise")]
    WithinNoise,

    /// <summary>One of the two has fewer than two values, which show no noise.</summary>
    [JsonStringEnumMemberName("too few seeds")]
    TooFewSeeds,

    /// <summary>One of the two is not part of this scale, or has no finished run.</summary>
    [JsonStringEnumMemberName("not run")]
    NotRun,
}
