using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>The cyclic phase and the superposition of its tickets (Yin et al., 2022, section 3).</summary>
public sealed record SuperposeOptions
{
    /// <summary>Share of all epochs that the cyclic phase may take, r, in (0, 1]; rounded down to whole cycles.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Epochs in a cycle, C, at least 1.</summary>
    public int CycleEpochs { get; init; } = 8;

    /// <summary>Lowest learning rate of a cycle, α₁, above 0: at both ends of a triangle.</summary>
    public double LowRate { get; init; } = 0.001;

    /// <summary>Highest learning rate of a cycle, α₂, at least α₁: in the middle of a triangle.</summary>
    public double HighRate { get; init; } = 0.005;

    /// <summary>Shape of the rate within a cycle.</summary>
    public CycleRate Rate { get; init; } = CycleRate.Triangle;

    /// <summary>When connections are explored.</summary>
    public ExplorationTime Explore { get; init; } = ExplorationTime.CycleStart;

    /// <summary>Share of a layer's connections that an exploration replaces, q, in (0, 1].</summary>
    public double ExploreFraction { get; init; } = 0.5;

    /// <summary>
    /// Whether the method's updates go on in the cycles, as in the official ImageNet code and EDST; the paper makes none in cycles.
    /// </summary>
    public bool UpdateInCycles { get; init; }

    /// <summary>How tickets are averaged: a rule of the library or of your own.</summary>
    public IAveragingRule Averaging { get; init; } = new ConnectionIndependentAveraging();

    /// <summary>How the average is pruned to the budget.</summary>
    public StatePruning Prune { get; init; } = StatePruning.Global;

    /// <summary>Whether the network at the end of the normal phase counts as ticket zero, as in the official code.</summary>
    public TicketZero Zero { get; init; } = TicketZero.Excluded;

    /// <summary>Adds an error for every value that is out of its range.</summary>
    internal void CheckRanges(SettingChecks checks)
    {
        checks.Number("share", Share, Share is > 0 and <= 1, SettingChecks.Share);
        checks.Whole("cycleEpochs", CycleEpochs, least: 1);
        checks.Number("lowRate", LowRate, LowRate > 0, SettingChecks.Positive);
        checks.Number("highRate", HighRate, HighRate > 0, SettingChecks.Positive);
        checks.Number("exploreFraction", ExploreFraction, ExploreFraction is > 0 and <= 1, SettingChecks.Share);
    }

    /// <summary>The phases of the run with these cycles.</summary>
    internal CycleCalendar In(CycleCalendar calendar) => calendar.WithCycles(Share, CycleEpochs);

    /// <summary>The rate of the normal phase, then that of the cycles.</summary>
    internal Schedule After(Schedule normal, CycleCalendar calendar) => calendar.Cycles == 0
        ? normal
        : normal.Then(calendar.NormalSteps, Rate.Shape(LowRate, HighRate, calendar.CycleSteps));
}
