using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>A method that moves or explores connections by two criteria, which can be replaced.</summary>
public abstract record CriteriaMethod : Method
{
    /// <summary>A method with these criteria as defaults.</summary>
    protected CriteriaMethod(IDropCriterion drop, IGrowCriterion grow) => (Drop, Grow) = (drop, grow);

    /// <summary>Which connections are dropped.</summary>
    public IDropCriterion Drop { get; init; }

    /// <summary>Which connections are grown.</summary>
    public IGrowCriterion Grow { get; init; }

    /// <summary>One update by the two criteria.</summary>
    protected ITopologyUpdate Pair => new DropAndGrowUpdate(Drop, Grow);

    internal override void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        base.CheckTogether(plan, checks);
        if (plan.Momentum is { } momentum && Grow is MomentumGrowth)
            checks.Expect("optimizer.momentum", momentum, momentum > 0, "above 0, since method.grow is momentum");
    }
}
