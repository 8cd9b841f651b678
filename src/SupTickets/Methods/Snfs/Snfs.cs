using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>SNFS, sparse momentum (Dettmers and Zettlemoyer, 2019): moves connections by <see cref="MomentumRedistribution"/>.</summary>
public sealed record Snfs : Method
{
    /// <inheritdoc/>
    public override string Name => "snfs";

    /// <summary>How its new connections start.</summary>
    public SnfsOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Moving(run, new MomentumRedistribution(Options.Newcomers == SnfsOptions.Live));

    internal override void CheckRanges(SettingChecks checks)
    {
        base.CheckRanges(checks);
        Options.Check(checks.Under("snfs"));
    }

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        if (plan.Momentum is { } momentum)
            checks.Expect("optimizer.momentum", momentum, momentum > 0, "above 0, since method.name is snfs");
        if (plan.Momentum is null)
            checks.Expect(
                "method.snfs.newcomers", SettingChecks.Quoted(Options.Newcomers), Options.Newcomers != SnfsOptions.Live,
                "zero, since the optimizer has no momentum that could be set");
    }
}
