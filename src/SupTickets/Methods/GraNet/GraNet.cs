using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GraNet (Liu et al., 2021): starts denser, at every ΔT prunes the whole network along a cubic schedule, then drops and regrows
/// in each layer by gradient.
/// </summary>
internal static class GraNet
{
    internal static SparseMethod Create(MethodContext context)
    {
        GraNetOptions options = context.Options.GraNet;
        return GradualPruning.Along(
            context,
            SparseMethods.Dynamic(context, "gradient"),
            Density.FromSparsity(options.InitialSparsity),
            options.StartEpoch,
            options.EndEpochIn(context.Calendar.Epochs)).Method;
    }

    internal static void Check(MethodPlan plan, SettingChecks checks)
    {
        GraNetOptions options = plan.Options.GraNet;
        GradualPruning.Check(plan, checks, "method.graNet", options.StartEpoch, options.EndEpochIn(plan.Epochs));
        double initial = options.InitialSparsity;
        checks.Expect("method.graNet.initialSparsity", initial, initial <= plan.Topology.Sparsity, FormattableString.Invariant($"at most topology.sparsity, {plan.Topology.Sparsity}"));
    }
}
