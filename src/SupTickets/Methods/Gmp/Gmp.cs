using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GMP, gradual magnitude pruning (Zhu and Gupta, 2017), as the official code of GraNet has it: dense at the start, at every ΔT the
/// connections with the smallest |w| of the whole network go, along the cubic schedule; nothing grows. In cycles it is explored as static
/// bases are.
/// </summary>
internal static class Gmp
{
    internal static SparseMethod Create(MethodContext context)
    {
        GmpOptions options = context.Options.Gmp;
        SparseMethod still = SparseMethods.Static(context, new FullTopology()) with { IsDue = SparseMethods.EveryInterval(context) };
        (SparseMethod pruning, long last) = GradualPruning.Along(
            context, still, Density.Full, options.StartEpoch, options.EndEpochIn(context.Calendar.Epochs));
        long interval = context.Options.UpdateInterval;
        return pruning with { IsDue = finished => finished <= last * interval && pruning.IsDue(finished) };
    }

    internal static void Check(MethodPlan plan, SettingChecks checks)
    {
        GmpOptions options = plan.Options.Gmp;
        GradualPruning.Check(plan, checks, "method.gmp", options.StartEpoch, options.EndEpochIn(plan.Epochs));
    }
}
