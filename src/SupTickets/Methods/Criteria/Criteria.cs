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
        ("high-magnitude", "largest |w| of each layer: Yin et al., 2022, Table 11", new HighMagnitudeDrop()),
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
    public static DropAndGrow Pair(string? drop, string ownDrop, string? grow, string ownGrow) => new(DropOf(drop ?? ownDrop), GrowOf(grow ?? ownGrow));

    /// <summary>The update <paramref name="own"/> with other criteria, a null name leaving its own.</summary>
    /// <exception cref="UnknownNameException">A name is unknown.</exception>
    /// <exception cref="ArgumentException"><paramref name="own"/> is not made of two criteria, and only one is named.</exception>
    public static ITopologyUpdate Instead(ITopologyUpdate own, string? drop, string? grow) => (own, drop, grow) switch
    {
        (_, null, null) => own,
        (_, { } going, { } coming) => new DropAndGrow(DropOf(going), GrowOf(coming)),
        (DropAndGrow pair, _, _) => new DropAndGrow(drop is null ? pair.Drop : DropOf(drop), grow is null ? pair.Grow : GrowOf(grow)),
        _ => throw new ArgumentException("a method that does not drop and grow by two criteria takes both from elsewhere or none", nameof(own)),
    };

    private static IDropCriterion DropOf(string name) => Drop.Where(row => row.Name == name).Select(row => row.Criterion).FirstOrDefault()
        ?? throw new UnknownNameException("drop criterion", name, Drop.Select(row => row.Name));

    private static IGrowCriterion GrowOf(string name) => Grow.Where(row => row.Name == name).Select(row => row.Criterion).FirstOrDefault()
        ?? throw new UnknownNameException("grow criterion", name, Grow.Select(row => row.Name));
}
