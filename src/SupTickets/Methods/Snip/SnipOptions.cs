using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Options of SNIP (Lee et al., 2019).</summary>
public sealed record SnipOptions
{
    /// <summary>Training mini-batches whose gradients are averaged before scoring.</summary>
    public int Batches { get; init; } = 1;

    /// <summary>Samples in each of them.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// The weights that are scored: the network's own (<c>initial</c>), or weights drawn for it from a Xavier normal distribution
    /// (<c>xavier</c>).
    /// </summary>
    public string Weights { get; init; } = "initial";

    internal static IReadOnlyList<string> WeightNames { get; } = ["initial", "xavier"];

    internal void Check(SettingChecks checks)
    {
        checks.Whole("batches", Batches, least: 1);
        checks.Whole("batchSize", BatchSize, least: 1);
        checks.OneOf("weights", Weights, WeightNames);
    }
}
