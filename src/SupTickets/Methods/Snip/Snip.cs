using SupTickets.Layers;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>SNIP (Lee et al., 2019): the connections that <see cref="SnipTopology"/> chooses before training, kept throughout.</summary>
public sealed record Snip : RestingMethod
{
    /// <inheritdoc/>
    public override string Name => "snip";

    /// <summary>How connections are scored.</summary>
    public SnipOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) =>
        Resting(
            run, new SnipTopology(Options.Batches, Options.BatchSize, Options.Weights == "xavier" ? Initializations.XavierNormal : null));

    internal override void CheckRanges(SettingChecks checks)
    {
        base.CheckRanges(checks);
        Options.Check(checks.Under("snip"));
    }
}
