using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>How connections move during the normal phase. A null criterion means the method's own.</summary>
public sealed record MethodRecipe
{
    private static readonly NamedTable<DropDecay> DropDecays = new("drop schedule",
        new("constant", "it stays", "", DropDecay.Constant),
        new("cosine", "half a cosine over all steps", "Evci et al., 2020", DropDecay.Cosine),
        new("cosine-to-stop", "half a cosine to 0 where updates stop", "Evci et al., 2020", DropDecay.CosineToStop),
        new("linear", "a straight line to 0 over all steps", "Dettmers and Zettlemoyer, 2019", DropDecay.Linear));

    /// <summary>The names of the schedules of the drop fraction.</summary>
    public static IReadOnlyList<string> DropSchedules => DropDecays.Names;

    /// <summary>A name from the method table: such as <c>static</c>, <c>rigl</c> or <c>granet</c>.</summary>
    public string Name { get; init; } = "rigl";

    /// <summary>Steps between two topology updates, ΔT.</summary>
    public int UpdateInterval { get; init; } = 1000;

    /// <summary>
    /// Share of the normal phase, in (0, 1], after which connections no longer move; with 1 they move to its end. Where
    /// <c>superpose.updateInCycles</c> is on it is a share of all epochs.
    /// </summary>
    public double StopShare { get; init; } = 1;

    /// <summary>Share of a layer's connections dropped at an update, p₀, in (0, 1].</summary>
    public double DropFraction { get; init; } = 0.5;

    /// <summary>
    /// The schedule of the drop fraction: <c>constant</c>; <c>cosine</c> or <c>linear</c> over all training steps; <c>cosine-to-stop</c>,
    /// which reaches 0 where updates stop (RigL as published).
    /// </summary>
    public string DropSchedule { get; init; } = "constant";

    /// <summary>Where <c>cosine</c> ends.</summary>
    public double FinalDropFraction { get; init; } = 0.005;

    /// <summary>A name from the table of drop criteria, such as <c>magnitude</c>; <c>suptickets list drop</c> shows it.</summary>
    public string? Drop { get; init; }

    /// <summary>A name from the table of growth criteria, such as <c>gradient</c>; <c>suptickets list grow</c> shows it.</summary>
    public string? Grow { get; init; }

    /// <summary>Options of <c>snip</c>.</summary>
    public SnipOptions Snip { get; init; } = new();

    /// <summary>Options of <c>granet</c>.</summary>
    public GraNetOptions GraNet { get; init; } = new();

    /// <summary>Options of <c>gmp</c>.</summary>
    public GmpOptions Gmp { get; init; } = new();

    /// <summary>Options of <c>snfs</c>.</summary>
    public SnfsOptions Snfs { get; init; } = new();

    /// <summary>Options of <c>dsr</c>.</summary>
    public DsrOptions Dsr { get; init; } = new();

    /// <summary>The method that it names, with its options.</summary>
    /// <exception cref="UnknownNameException">A name is in no table.</exception>
    public Method ToMethod()
    {
        Method method = Common(SparseMethods.All[Name](this));
        return method is CriteriaMethod criteria
            ? criteria with
            {
                Drop = Drop is null ? criteria.Drop : Criteria.Drop[Drop],
                Grow = Grow is null ? criteria.Grow : Criteria.Grow[Grow],
            }
            : method;
    }

    /// <summary>Adds an error for every value that is out of its range, whichever method is named.</summary>
    internal void Check(SettingChecks checks)
    {
        checks.OneOf("name", Name, SparseMethods.All.Names);
        checks.OneOf("dropSchedule", DropSchedule, DropDecays.Names);
        if (Drop is { } drop) checks.OneOf("drop", drop, Criteria.Drop.Names);
        if (Grow is { } grow) checks.OneOf("grow", grow, Criteria.Grow.Names);
        // The options of every method are checked, whichever is named; errors in shared options count once.
        MethodRecipe known = Known;
        checks.EachOnce(from row in SparseMethods.All select (Action<SettingChecks>)known.Common(row.Value(this)).CheckRanges);
    }

    /// <summary>
    /// Adds an error for every pair of settings that contradict each other, by the rules of the named method. Unknown names are reported
    /// elsewhere.
    /// </summary>
    internal void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        if (SparseMethods.All.Find(Name) is null) return;
        if (SparseMethods.HasOwnMove(Name))
        {
            Refuse("drop", Drop);
            Refuse("grow", Grow);
        }

        Known.ToMethod().CheckTogether(plan, checks);

        void Refuse(string key, string? name) =>
            checks.Expect(
                $"method.{key}", SettingChecks.Quoted(name ?? ""), name is null,
                $"null, since {Name} has a way of its own to {key} connections");
    }

    /// <summary>The same places in a run that is <paramref name="ratio"/> times as long.</summary>
    internal MethodRecipe Scaled(double ratio) => this with { GraNet = GraNet.Scaled(ratio), Gmp = Gmp.Scaled(ratio) };

    // With defaults in place of names that are in no table.
    private MethodRecipe Known => this with
    {
        DropSchedule = DropDecays.Find(DropSchedule) is null ? DropDecays.Names[0] : DropSchedule,
        Drop = Drop is { } drop && Criteria.Drop.Find(drop) is not null ? drop : null,
        Grow = Grow is { } grow && Criteria.Grow.Find(grow) is not null ? grow : null,
    };

    private Method Common(Method method) => method with
    {
        UpdateInterval = UpdateInterval,
        StopShare = StopShare,
        DropFraction = DropFraction,
        DropDecay = DropDecays[DropSchedule],
        FinalDropFraction = FinalDropFraction,
    };
}
