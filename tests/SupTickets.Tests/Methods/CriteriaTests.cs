using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Tests.Methods;

public sealed class CriteriaTests
{
    private static readonly DropAndGrowUpdate Own = new(new MagnitudeDrop(), new GradientGrowth());

    [Fact]
    public void A_criterion_that_is_not_named_is_the_methods_own()
    {
        Assert.Same(Own, Instead(Own, null, null));
        DropAndGrowUpdate random = Assert.IsType<DropAndGrowUpdate>(Instead(Own, null, "random"));
        Assert.IsType<MagnitudeDrop>(random.Drop);
        Assert.IsType<RandomGrowth>(random.Grow);
        DropAndGrowUpdate high = Assert.IsType<DropAndGrowUpdate>(Instead(Own, "high-magnitude", null));
        Assert.IsType<HighMagnitudeDrop>(high.Drop);
        Assert.IsType<GradientGrowth>(high.Grow);
    }

    [Fact]
    public void A_method_with_a_way_of_its_own_is_replaced_by_both_or_not_at_all()
    {
        MomentumRedistribution snfs = new();
        Assert.Same(snfs, Instead(snfs, null, null));
        Assert.IsType<DropAndGrowUpdate>(Instead(snfs, "magnitude", "random"));
        Assert.Throws<ArgumentException>(() => Instead(snfs, "magnitude", null));
    }

    [Fact]
    public void An_unknown_name_is_refused()
    {
        Assert.Contains(
            "'large'", Assert.Throws<UnknownNameException>(() => Instead(Own, "large", null)).Message, StringComparison.Ordinal);
        Assert.Contains("'grad'", Assert.Throws<UnknownNameException>(() => Instead(Own, null, "grad")).Message, StringComparison.Ordinal);
    }

    private static ITopologyUpdate Instead(ITopologyUpdate own, string? drop, string? grow) =>
        new ExploreCriteriaRecipe { Drop = drop, Grow = grow }.ToCriteria().Instead(own);
}
