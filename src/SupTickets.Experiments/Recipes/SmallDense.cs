using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Small-Dense, the dense baseline of Evci et al. (2020): every connection of a narrower network that takes at least as many bits to store
/// as the sparse one. A recipe with a sparsity is narrowed once, before anything is built. Then <c>model.width</c> is the narrower width,
/// <c>model.narrowedFrom</c> the original one, and <c>topology.sparsity</c> is 0.
/// </summary>
public sealed record SmallDense : RestingMethod
{
    /// <summary>Its name.</summary>
    public const string MethodName = "small-dense";

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => run.Target == Density.Full
        ? Resting(run, new FullTopology())
        : throw new SettingException([new(
            "topology.sparsity", $"{run.Target.Sparsity}",
            $"0, since method.name is {MethodName} and the network given is as wide as it is")]);

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        checks.Expect(
            "topology.keepDense", string.Join(", ", plan.KeepDense), plan.KeepDense.Count == 0,
            $"nothing, since the width of method.name {MethodName} is that of a network whose layers are all sparse");
    }
}
