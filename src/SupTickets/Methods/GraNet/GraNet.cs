using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GraNet (Liu et al., 2021): starts denser, at every ΔT prunes the whole network along a cubic schedule, then drops and regrows
/// in each layer by gradient.
/// </summary>
public sealed record GraNet() : DropAndGrow(new MagnitudeDrop(), new GradientGrowth())
{
    /// <inheritdoc/>
    public override string Name => "granet";

    /// <summary>Where and when it prunes.</summary>
    public GraNetOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => GradualPruning.Along(
        this,
        run,
        base.In(run),
        Density.FromSparsity(Options.InitialSparsity),
        Options.StartEpoch,
        Options.EndEpochIn(run.Calendar.Epochs)).Method;

    internal override void CheckRanges(SettingChecks checks)
    {
        base.CheckRanges(checks);
        Options.Check(checks.Under("graNet"));
    }

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        GradualPruning.Check(plan, checks, "method.graNet", Options.StartEpoch, Options.EndEpochIn(plan.Epochs));
        double initial = Options.InitialSparsity;
        checks.Expect("method.graNet.initialSparsity", initial, initial <= plan.Sparsity, FormattableString.Invariant(
            $"at most topology.sparsity, {plan.Sparsity}"));
    }
}
