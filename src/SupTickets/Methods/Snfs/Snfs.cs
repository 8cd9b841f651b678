using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>SNFS, sparse momentum (Dettmers and Zettlemoyer, 2019): moves connections by <see cref="MomentumRedistribution"/>.</summary>
internal static class Snfs
{
    internal static SparseMethod Create(MethodContext context) => SparseMethods.Dynamic(context, new MomentumRedistribution());

    internal static void Check(MethodPlan plan, SettingChecks checks)
    {
        OwnMove.Check(plan, checks);
        if (plan.Momentum is { } momentum) checks.Expect("optimizer.momentum", momentum, momentum > 0, "above 0, since method.name is snfs");
    }
}
