using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The tables of drop and grow criteria.</summary>
public static class Criteria
{
    /// <summary>Names, sources and instances of the drop criteria.</summary>
    public static IReadOnlyList<(string Name, string Source, IDropCriterion Criterion)> Drop { get; } =
    [
        ("magnitude", "smallest |w| of each layer: Evci et al., 2020; official code", new MagnitudeDrop()),
        ("sign-aware", "of each sign those closest to zero: Mocanu et al., 2018", new SignAwareDrop()),
        ("global-magnitude", "smallest |w| of the whole network", new GlobalMagnitudeDrop()),
    ];

    /// <summary>Names, sources and instances of the grow criteria.</summary>
    public static IReadOnlyList<(string Name, string Source, IGrowCriterion Criterion)> Grow { get; } =
    [
        ("random", "every absent position equally likely: Mocanu et al., 2018", new RandomGrowth()),
        ("random-unfired", "at random where no connection has ever been: Liu et al., 2021 (ITOP)", new RandomUnfiredGrowth()),
        ("gradient", "steepest dense gradient: Evci et al., 2020", new GradientGrowth()),
        ("momentum", "largest momentum of the dense gradient: Dettmers and Zettlemoyer, 2019", new MomentumGrowth()),
    ];

    /// <summary>The update made of the named criteria, a null name meaning the method's own.</summary>
    /// <exception cref="UnknownNameException">A name is unknown.</exception>
    public static DropAndGrow Pair(string? drop, string ownDrop, string? grow, string ownGrow) => new(
        Drop.Where(row => row.Name == (drop ?? ownDrop)).Select(row => row.Criterion).FirstOrDefault()
            ?? throw new UnknownNameException("drop criterion", drop ?? ownDrop, Drop.Select(row => row.Name)),
        Grow.Where(row => row.Name == (grow ?? ownGrow)).Select(row => row.Criterion).FirstOrDefault()
            ?? throw new UnknownNameException("grow criterion", grow ?? ownGrow, Grow.Select(row => row.Name)));
}
