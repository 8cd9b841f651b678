using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The tables of drop and grow criteria.</summary>
internal static class Criteria
{
    /// <summary>Drop criteria.</summary>
    public static NamedTable<IDropCriterion> Drop { get; } = new("drop criterion",
        new("magnitude", "smallest |w| of each layer", "Evci et al., 2020; official code", new MagnitudeDrop()),
        new("sign-aware", "of each sign those closest to zero", "Mocanu et al., 2018", new SignAwareDrop()),
        new("global-magnitude", "smallest |w| of the whole network", "", new GlobalMagnitudeDrop()),
        new("high-magnitude", "largest |w| of each layer", "Yin et al., 2022, Table 11", new HighMagnitudeDrop()));

    /// <summary>Growth criteria.</summary>
    public static NamedTable<IGrowCriterion> Grow { get; } = new("grow criterion",
        new("random", "every absent position equally likely", "Mocanu et al., 2018", new RandomGrowth()),
        new("random-unfired", "at random where no connection has ever been", "Liu et al., 2021 (ITOP)", new RandomUnfiredGrowth()),
        new("gradient", "steepest dense gradient", "Evci et al., 2020", new GradientGrowth()),
        new("momentum", "largest momentum of the dense gradient", "Dettmers and Zettlemoyer, 2019", new MomentumGrowth()));
}
