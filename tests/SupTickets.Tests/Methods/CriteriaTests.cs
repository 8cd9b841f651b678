using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Tests.Methods;

public sealed class CriteriaTests
{
    private static readonly DropAndGrow Own = Criteria.Pair(null, "magnitude", null, "gradient");

    [Fact]
    public void A_null_name_leaves_the_methods_own()
    {
        Assert.Same(Own, Criteria.Instead(Own, null, null));
        DropAndGrow random = Assert.IsType<DropAndGrow>(Criteria.Instead(Own, null, "random"));
        Assert.IsType<MagnitudeDrop>(random.Drop);
        Assert.IsType<RandomGrowth>(random.Grow);
        DropAndGrow high = Assert.IsType<DropAndGrow>(Criteria.Instead(Own, "high-magnitude", null));
        Assert.IsType<HighMagnitudeDrop>(high.Drop);
        Assert.IsType<GradientGrowth>(high.Grow);
    }

    [Fact]
    public void A_method_with_a_way_of_its_own_is_replaced_by_both_or_not_at_all()
    {
        MomentumRedistribution snfs = new();
        Assert.Same(snfs, Criteria.Instead(snfs, null, null));
        Assert.IsType<DropAndGrow>(Criteria.Instead(snfs, "magnitude", "random"));
        Assert.Throws<ArgumentException>(() => Criteria.Instead(snfs, "magnitude", null));
    }

    [Fact]
    public void An_unknown_name_is_refused()
    {
        Assert.Contains("'large'", Assert.Throws<UnknownNameException>(() => Criteria.Instead(Own, "large", null)).Message, StringComparison.Ordinal);
        Assert.Contains("'grad'", Assert.Throws<UnknownNameException>(() => Criteria.Instead(Own, null, "grad")).Message, StringComparison.Ordinal);
    }
}
