using SupTickets.Allocation;
using SupTickets.Layers;
using SupTickets.Recipes;
using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The table of sparse training methods. A method is what differs: its initial topology, its criteria, its budget.</summary>
public static class SparseMethods
{
    /// <summary>Every method.</summary>
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        new("dense", "every connection, throughout", "the baseline of every paper", context => Static(context, new FullTopology())),
        new("static", "a random topology that stays as it is", "Mocanu et al., 2018; Evci et al., 2020", context => Static(context, Allocated(context))),
        new("snip", "the connections that matter most to the loss before training, kept throughout", "Lee et al., 2019", context => Static(context, Snip(context.Recipe.Method.Snip))),
        new("set", "drops the smallest weights, grows at random", "Mocanu et al., 2018", context => Dynamic(context, "random")),
        new("rigl", "drops the smallest weights, grows the steepest gradients", "Evci et al., 2020", context => Dynamic(context, "gradient")),
        new("granet", "prunes gradually from a denser start and regrows by gradient", "Liu et al., 2021", GraNet.Create),
        new("snfs", "drops the smallest weights, shares what grows among the layers by momentum", "Dettmers and Zettlemoyer, 2019", context => Dynamic(context, new MomentumRedistribution())),
        new("dsr", "drops below an adaptive threshold, reallocates among the layers at random", "Mostafa and Wang, 2019", Dsr.Create),
        new("itop", "drops the smallest weights, grows at random where no connection has been", "Liu et al., 2021", context => Dynamic(context, "random-unfired")),
        new("gmp", "prunes gradually from dense, grows nothing", "Zhu and Gupta, 2017", Gmp.Create),
        new("one-shot", "dense through the normal phase, pruned once to the target at its end", "Yin et al., 2022, Table 21 (SWA baseline 1)", OneShot.Create),
        new(SmallDense.Name, "every connection of a narrower network, stored in as many bits as the sparse one", "Evci et al., 2020", SmallDense.Create),
    ];

    /// <summary>The method that a recipe names.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static SparseMethod Create(MethodContext context) =>
        (All.FirstOrDefault(method => method.Name == context.Recipe.Method.Name)
            ?? throw new UnknownNameException("method", context.Recipe.Method.Name, All.Select(method => method.Name))).Create(context);

    /// <summary>A method that moves connections every ΔT steps and keeps the count of every layer.</summary>
    /// <param name="context">Recipe and calendar.</param>
    /// <param name="grow">Its own grow criterion.</param>
    internal static SparseMethod Dynamic(MethodContext context, string grow) =>
        Dynamic(context, Criteria.Pair(context.Recipe.Method.Drop, "magnitude", context.Recipe.Method.Grow, grow));

    /// <summary>A method that moves connections every ΔT steps, and explores in the same way.</summary>
    /// <param name="context">Recipe and calendar.</param>
    /// <param name="update">How it moves them.</param>
    internal static SparseMethod Dynamic(MethodContext context, ITopologyUpdate update) => new()
    {
        InitialDensity = Density.FromSparsity(context.Recipe.Topology.Sparsity),
        Initial = Allocated(context),
        Update = update,
        Exploration = update,
        IsDue = EveryInterval(context),
        DropFraction = DropFractionOf(context.Recipe.Method, context.Calendar.TotalSteps, LastUpdate(context)),
    };

    /// <summary>Due every ΔT steps in that share of the steps with updates in which the topology does not rest.</summary>
    internal static Func<long, bool> EveryInterval(MethodContext context)
    {
        long interval = context.Recipe.Method.UpdateInterval;
        long stop = LastUpdate(context);
        return finished => finished % interval == 0 && finished <= stop;
    }

    private static long LastUpdate(MethodContext context) => (long)((decimal)context.Recipe.Method.StopShare * MethodContext.UpdateSteps(context.Recipe, context.Calendar));

    /// <summary>
    /// A method whose connections stay in the normal phase. The paper does not say how static tickets are explored; its
    /// figures show that they were, so they are, by magnitude and gradient unless the recipe names others or no exploration.
    /// </summary>
    internal static SparseMethod Static(MethodContext context, IInitialTopology initial)
    {
        MethodRecipe recipe = context.Recipe.Method;
        return new()
        {
            InitialDensity = Density.FromSparsity(context.Recipe.Topology.Sparsity),
            Initial = initial,
            Exploration = Criteria.Pair(recipe.Drop, "magnitude", recipe.Grow, "gradient"),
            IsDue = _ => false,
            DropFraction = DropFractionOf(recipe, context.Calendar.TotalSteps, context.Calendar.NormalSteps),
        };
    }

    private static AllocatedTopology Allocated(MethodContext context) => new(
        Allocations.Create(context.Recipe.Topology.Allocation),
        context.Recipe.Topology.Counts == "bernoulli" ? ConnectionDraw.Bernoulli : ConnectionDraw.Exact);

    private static SnipTopology Snip(SnipRecipe recipe) =>
        new(recipe.Batches, recipe.BatchSize, recipe.Weights == "xavier" ? Initializations.XavierNormal : null);

    private static Schedule DropFractionOf(MethodRecipe recipe, long steps, long stop) => recipe.DropSchedule switch
    {
        "constant" => DropFractions.Constant(recipe.DropFraction),
        "cosine" => DropFractions.Cosine(recipe.DropFraction, recipe.FinalDropFraction, steps),
        "cosine-to-stop" => DropFractions.Cosine(recipe.DropFraction, 0, stop),
        "linear" => DropFractions.Linear(recipe.DropFraction, steps),
        _ => throw new UnknownNameException("drop schedule", recipe.DropSchedule, DropSchedules),
    };

    /// <summary>The names of the drop-fraction schedules.</summary>
    public static IReadOnlyList<string> DropSchedules { get; } = ["constant", "cosine", "cosine-to-stop", "linear"];
}
