using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// A sparse training method and its options: where connections start, and when and how they move in the normal phase. One object may serve
/// many runs; the state of a run is in the <see cref="SparseMethod"/> that <see cref="In"/> makes for it.
/// </summary>
public abstract record Method
{
    /// <summary>Its name in recipes and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Steps between two topology updates, ΔT, at least 1.</summary>
    public int UpdateInterval { get; init; } = 1000;

    /// <summary>
    /// Share of the normal phase, in (0, 1], after which connections no longer move; with 1 they move to its end. Where updates go on in
    /// cycles it is a share of all steps.
    /// </summary>
    public double StopShare { get; init; } = 1;

    /// <summary>Share of a layer's connections dropped at an update, p₀, in (0, 1].</summary>
    public double DropFraction { get; init; } = 0.5;

    /// <summary>How the drop fraction changes during training.</summary>
    public DropDecay DropDecay { get; init; } = DropDecay.Constant;

    /// <summary>Where <see cref="DropDecay.Cosine"/> ends, in [0, 1] and at most <see cref="DropFraction"/>.</summary>
    public double FinalDropFraction { get; init; } = 0.005;

    /// <summary>The method for one run.</summary>
    /// <exception cref="SettingException">Its options do not fit the run.</exception>
    public abstract SparseMethod In(MethodContext run);

    /// <summary>Adds an error for every option that is out of its range.</summary>
    internal virtual void CheckRanges(SettingChecks checks)
    {
        checks.Whole("updateInterval", UpdateInterval, least: 1);
        checks.Number("stopShare", StopShare, StopShare is > 0 and <= 1, SettingChecks.Share);
        checks.Number("dropFraction", DropFraction, DropFraction is > 0 and <= 1, SettingChecks.Share);
        checks.Number("finalDropFraction", FinalDropFraction, FinalDropFraction is >= 0 and <= 1, SettingChecks.Unit);
    }

    /// <summary>Adds an error for every pair of settings that contradict each other.</summary>
    internal virtual void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        if (DropDecay == DropDecay.Constant) return;
        checks.Expect("method.finalDropFraction", FinalDropFraction, FinalDropFraction <= DropFraction,
            FormattableString.Invariant($"at most method.dropFraction, {DropFraction}"));
    }

    /// <summary>
    /// A method whose connections move every ΔT steps by <paramref name="update"/>, and are explored in the same way. Every layer begins
    /// with its share.
    /// </summary>
    protected SparseMethod Moving(MethodContext run, ITopologyUpdate update) => new()
    {
        InitialDensity = run.Target,
        Initial = run.Allocated,
        Update = update,
        Exploration = update,
        IsDue = EveryInterval(run),
        DropFraction = DropFractionIn(run.Calendar.TotalSteps, LastUpdate(run)),
    };

    /// <summary>
    /// A method whose connections stay in the normal phase as <paramref name="initial"/> draws them, and are explored by
    /// <paramref name="exploration"/>.
    /// </summary>
    protected SparseMethod Resting(MethodContext run, IInitialTopology initial, ITopologyUpdate exploration) => new()
    {
        InitialDensity = run.Target,
        Initial = initial,
        Exploration = exploration,
        IsDue = _ => false,
        DropFraction = DropFractionIn(run.Calendar.TotalSteps, run.Calendar.NormalSteps),
    };

    /// <summary>Due every ΔT steps, within the <see cref="StopShare"/> of the steps that have updates.</summary>
    protected Func<long, bool> EveryInterval(MethodContext run)
    {
        long interval = UpdateInterval;
        long stop = LastUpdate(run);
        return finished => finished % interval == 0 && finished <= stop;
    }

    private long LastUpdate(MethodContext run) => (long)((decimal)StopShare * run.UpdateSteps);

    private Schedule DropFractionIn(long steps, long stop) => DropDecay switch
    {
        DropDecay.Constant => DropFractions.Constant(DropFraction),
        DropDecay.Cosine => DropFractions.Cosine(DropFraction, FinalDropFraction, steps),
        DropDecay.CosineToStop => DropFractions.Cosine(DropFraction, 0, stop),
        DropDecay.Linear => DropFractions.Linear(DropFraction, steps),
        _ => throw new InvalidOperationException($"no drop fraction decays as {DropDecay}"),
    };
}
