using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>SNFS, sparse momentum (Dettmers and Zettlemoyer, 2019): moves connections by <see cref="MomentumRedistribution"/>.</summary>
public sealed record Snfs : Method
{
    /// <inheritdoc/>
    public override string Name => "snfs";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Moving(run, new MomentumRedistribution());

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        if (plan.Momentum is { } momentum)
            checks.Expect("optimizer.momentum", momentum, momentum > 0, "above 0, since method.name is snfs");
    }
}
