using System.Text.Json.Serialization;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The verdict of the runs on a claim, by the interval of 95 % of the difference.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The claimed one is higher and the interval leaves out 0; or both are level: it lies within the margin.</summary>
    [JsonStringEnumMemberName("holds")]
    Holds,

    /// <summary>The other one is higher and the interval leaves out 0; or both are not level: it lies outside the margin.</summary>
    [JsonStringEnumMemberName("does not hold")]
    DoesNotHold,

    /// <summary>The interval holds 0, or an end of the margin.</summary>
    [JsonStringEnumMemberName("within noise")]
    WithinNoise,

    /// <summary>One of the two has fewer than two values, which show no noise.</summary>
    [JsonStringEnumMemberName("too few seeds")]
    TooFewSeeds,

    /// <summary>One of the two is not part of this scale, or has no finished run.</summary>
    [JsonStringEnumMemberName("not run")]
    NotRun,
}
