using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>The table of sparse training methods.</summary>
public static class SparseMethods
{
    /// <summary>
    /// Every method: a row makes one with the options that are its own; those that all methods share are set by
    /// <see cref="MethodRecipe.ToMethod"/>.
    /// </summary>
    public static NamedTable<Func<MethodRecipe, Method>> All { get; } = new("method",
        new("dense", "every connection, throughout", "the baseline of every paper", _ => new Dense()),
        new("static", "a random topology that stays as it is", "Mocanu et al., 2018; Evci et al., 2020", _ => new StaticRandom()),
        new("snip", "the connections that matter most to the loss before training, kept throughout", "Lee et al., 2019", recipe =>
            new Snip { Options = recipe.Snip }),
        new("set", "drops the smallest weights, grows at random", "Mocanu et al., 2018", _ => new SparseEvolution()),
        new("rigl", "drops the smallest weights, grows the steepest gradients", "Evci et al., 2020", _ => new RigL()),
        new("granet", "prunes gradually from a denser start and regrows by gradient", "Liu et al., 2021", recipe =>
            new GraNet { Options = recipe.GraNet }),
        new(
            "snfs", "drops the smallest weights, shares what grows among the layers by momentum", "Dettmers and Zettlemoyer, 2019",
            recipe => new Snfs { Options = recipe.Snfs }),
        new("dsr", "drops below an adaptive threshold, reallocates among the layers at random", "Mostafa and Wang, 2019", recipe =>
            new Dsr { Options = recipe.Dsr }),
        new("itop", "drops the smallest weights, grows at random where no connection has been", "Liu et al., 2021", _ => new Itop()),
        new("gmp", "prunes gradually from dense, grows nothing", "Zhu and Gupta, 2017", recipe => new Gmp { Options = recipe.Gmp }),
        new(
            "one-shot", "dense through the normal phase, pruned once to the target at its end",
            "Yin et al., 2022, Table 21 (SWA baseline 1)", _ => new OneShot()),
        new(
            SmallDense.MethodName, "every connection of a narrower network, stored in as many bits as the sparse one", "Evci et al., 2020",
            _ => new SmallDense()));

    /// <summary>
    /// Whether the method of that name moves connections in a way of its own: drop and growth criteria are not to be exchanged, one alone
    /// not even in an exploration.
    /// </summary>
    internal static bool HasOwnMove(string name) => All.Find(name)?.Value(new()) is { } method and not CriteriaMethod;
}
