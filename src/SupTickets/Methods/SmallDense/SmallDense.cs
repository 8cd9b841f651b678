using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Small-Dense, the dense baseline of Evci et al. (2020): every connection of a narrower network that takes at least as many bits to store
/// as the sparse one. A recipe that asks for it at a sparsity is narrowed once, before anything is built: then <c>model.width</c> says how
/// narrow, <c>model.narrowedFrom</c> from where, and <c>topology.sparsity</c> is 0.
/// </summary>
internal static class SmallDense
{
    internal const string Name = "small-dense";

    internal static void Check(MethodPlan plan, SettingChecks checks) => checks.Expect(
        "topology.keepDense", string.Join(", ", plan.Topology.KeepDense), plan.Topology.KeepDense.Count == 0,
        $"nothing, since the width of method.name {Name} is that of a network whose layers are all sparse");

    internal static SparseMethod Create(MethodContext context) => context.Topology.Sparsity == 0
        ? SparseMethods.Static(context, new FullTopology())
        : throw new SettingException([new("topology.sparsity", $"{context.Topology.Sparsity}", $"0, since method.name is {Name} and the network given is as wide as it is")]);
}
