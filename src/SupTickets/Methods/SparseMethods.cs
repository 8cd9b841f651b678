using SupTickets.Allocation;
using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>The table of sparse training methods. A method is what differs: its initial topology, its criteria, its budget.</summary>
public static class SparseMethods
{
    /// <summary>Every method.</summary>
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        new("dense", "every connection, throughout", "the baseline of every paper", Dense.Create) { Check = Dense.Check },
        new("static", "a random topology that stays as it is", "Mocanu et al., 2018; Evci et al., 2020", context => Static(context, Allocated(context))),
        new("snip", "the connections that matter most to the loss before training, kept throughout", "Lee et al., 2019", Snip.Create),
        new("set", "drops the smallest weights, grows at random", "Mocanu et al., 2018", context => Dynamic(context, "random")),
        new("rigl", "drops the smallest weights, grows the steepest gradients", "Evci et al., 2020", context => Dynamic(context, "gradient")),
        new("granet", "prunes gradually from a denser start and regrows by gradient", "Liu et al., 2021", GraNet.Create) { Check = GraNet.Check },
        new("snfs", "drops the smallest weights, shares what grows among the layers by momentum", "Dettmers and Zettlemoyer, 2019", Snfs.Create) { Check = Snfs.Check, HasOwnMove = true },
        new("dsr", "drops below an adaptive threshold, reallocates among the layers at random", "Mostafa and Wang, 2019", Dsr.Create) { Check = OwnMove.Check, HasOwnMove = true },
        new("itop", "drops the smallest weights, grows at random where no connection has been", "Liu et al., 2021", context => Dynamic(context, "random-unfired")),
        new("gmp", "prunes gradually from dense, grows nothing", "Zhu and Gupta, 2017", Gmp.Create) { Check = Gmp.Check },
        new("one-shot", "dense through the normal phase, pruned once to the target at its end", "Yin et al., 2022, Table 21 (SWA baseline 1)", OneShot.Create),
        new(SmallDense.Name, "every connection of a narrower network, stored in as many bits as the sparse one", "Evci et al., 2020", SmallDense.Create) { Check = SmallDense.Check },
    ];

    /// <summary>The method that a recipe names.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static SparseMethod Create(MethodContext context) =>
        (Find(context.Options.Name) ?? throw new UnknownNameException("method", context.Options.Name, All.Select(method => method.Name))).Create(context);

    /// <summary>The row of that name; null where there is none.</summary>
    public static MethodEntry? Find(string name) => All.FirstOrDefault(method => method.Name == name);

    /// <summary>A method that moves connections every ΔT steps and keeps the count of every layer.</summary>
    /// <param name="context">Options and calendar.</param>
    /// <param name="grow">Its own grow criterion.</param>
    internal static SparseMethod Dynamic(MethodContext context, string grow) =>
        Dynamic(context, Criteria.Pair(context.Options.Drop, "magnitude", context.Options.Grow, grow));

    /// <summary>A method that moves connections every ΔT steps, and explores in the same way.</summary>
    /// <param name="context">Options and calendar.</param>
    /// <param name="update">How it moves them.</param>
    internal static SparseMethod Dynamic(MethodContext context, ITopologyUpdate update) => new()
    {
        InitialDensity = context.Target,
        Initial = Allocated(context),
        Update = update,
        Exploration = update,
        IsDue = EveryInterval(context),
        DropFraction = DropFractionOf(context.Options, context.Calendar.TotalSteps, LastUpdate(context)),
    };

    /// <summary>Due every ΔT steps in that share of the steps with updates in which the topology does not rest.</summary>
    internal static Func<long, bool> EveryInterval(MethodContext context)
    {
        long interval = context.Options.UpdateInterval;
        long stop = LastUpdate(context);
        return finished => finished % interval == 0 && finished <= stop;
    }

    private static long LastUpdate(MethodContext context) => (long)((decimal)context.Options.StopShare * context.UpdateSteps);

    /// <summary>
    /// A method whose connections stay in the normal phase. The paper does not say how static tickets are explored; its
    /// figures show that they were, so they are, by magnitude and gradient unless the recipe names others or no exploration.
    /// </summary>
    internal static SparseMethod Static(MethodContext context, IInitialTopology initial)
    {
        MethodOptions options = context.Options;
        return new()
        {
            InitialDensity = context.Target,
            Initial = initial,
            Exploration = Criteria.Pair(options.Drop, "magnitude", options.Grow, "gradient"),
            IsDue = _ => false,
            DropFraction = DropFractionOf(options, context.Calendar.TotalSteps, context.Calendar.NormalSteps),
        };
    }

    private static AllocatedTopology Allocated(MethodContext context) => new(
        Allocations.Create(context.Topology.Allocation),
        context.Topology.Counts == "bernoulli" ? ConnectionDraw.Bernoulli : ConnectionDraw.Exact);

    private static Schedule DropFractionOf(MethodOptions options, long steps, long stop) => options.DropSchedule switch
    {
        "constant" => DropFractions.Constant(options.DropFraction),
        "cosine" => DropFractions.Cosine(options.DropFraction, options.FinalDropFraction, steps),
        "cosine-to-stop" => DropFractions.Cosine(options.DropFraction, 0, stop),
        "linear" => DropFractions.Linear(options.DropFraction, steps),
        _ => throw new UnknownNameException("drop schedule", options.DropSchedule, DropSchedules),
    };

    /// <summary>The names of the drop-fraction schedules.</summary>
    public static IReadOnlyList<string> DropSchedules { get; } = ["constant", "cosine", "cosine-to-stop", "linear"];
}
