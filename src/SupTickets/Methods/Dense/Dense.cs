using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Every connection, throughout: the baseline.</summary>
internal static class Dense
{
    internal static SparseMethod Create(MethodContext context) => SparseMethods.Static(context, new FullTopology());

    internal static void Check(MethodPlan plan, SettingChecks checks) =>
        checks.Expect("topology.sparsity", plan.Topology.Sparsity, plan.Topology.Sparsity == 0, "0, since method.name is dense");
}
