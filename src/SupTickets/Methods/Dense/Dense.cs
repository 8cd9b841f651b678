using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Every connection, throughout: the baseline.</summary>
public sealed record Dense : RestingMethod
{
    /// <inheritdoc/>
    public override string Name => "dense";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Resting(run, new FullTopology());

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        checks.Expect("topology.sparsity", plan.Sparsity, plan.Sparsity == 0, "0, since method.name is dense");
    }
}
