using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GMP, gradual magnitude pruning (Zhu and Gupta, 2017), as in the official code of GraNet. It starts dense. Every ΔT steps it drops the
/// connections with the smallest |w| of the whole network, along the cubic schedule; nothing grows. In cycles it is explored as static
/// methods are.
/// </summary>
public sealed record Gmp : RestingMethod
{
    /// <inheritdoc/>
    public override string Name => "gmp";

    /// <summary>When it prunes.</summary>
    public GmpOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run)
    {
        SparseMethod still = Resting(run, new FullTopology()) with { IsDue = EveryInterval(run) };
        (SparseMethod pruning, long last) = GradualPruning.Along(
            this, run, still, Density.Full, Options.StartEpoch, Options.EndEpochIn(run.Calendar.Epochs));
        long interval = UpdateInterval;
        return pruning with { IsDue = finished => finished <= last * interval && pruning.IsDue(finished) };
    }

    internal override void CheckRanges(SettingChecks checks)
    {
        base.CheckRanges(checks);
        Options.Check(checks.Under("gmp"));
    }

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        GradualPruning.Check(plan, checks, "method.gmp", Options.StartEpoch, Options.EndEpochIn(plan.Epochs));
    }
}
