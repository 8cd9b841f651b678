using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Options of SNFS (Dettmers and Zettlemoyer, 2019).</summary>
public sealed record SnfsOptions
{
    /// <summary>Name of <see cref="Newcomers"/> where new connections have the momentum that chose them.</summary>
    public const string Live = "live";

    /// <summary>
    /// The momentum of the optimizer at new connections: <c>zero</c>, as for every other method, or <c>live</c>, that of the dense gradient
    /// at their position, as in the authors' code, whose optimizer keeps momentum for absent connections too.
    /// </summary>
    public string Newcomers { get; init; } = "zero";

    internal static IReadOnlyList<string> NewcomerNames { get; } = ["zero", Live];

    internal void Check(SettingChecks checks) => checks.OneOf("newcomers", Newcomers, NewcomerNames);
}
