using System.Text.Json.Serialization;

namespace SupTickets.Reproductions;

/// <summary>What runs say about a claim.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The same one is higher, by more than two standard errors.</summary>
    [JsonStringEnumMemberName("holds")]
    Holds,

    /// <summary>The other one is higher, by more than two standard errors.</summary>
    [JsonStringEnumMemberName("does not hold")]
    DoesNotHold,

    /// <summary>The difference is at most two standard errors.</summary>
    [JsonStringEnumMemberName("within noise")]
    WithinNoise,

    /// <summary>One of the two has fewer than two values, so that nothing is known of its noise.</summary>
    [JsonStringEnumMemberName("too few seeds")]
    TooFewSeeds,

    /// <summary>One of the two is not part of this scale, or has no finished run.</summary>
    [JsonStringEnumMemberName("not run")]
    NotRun,
}
