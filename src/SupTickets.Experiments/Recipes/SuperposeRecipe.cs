using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>The cyclic phase and the superposition of its tickets (Yin et al., 2022, section 3).</summary>
public sealed record SuperposeRecipe
{
    /// <summary>Whether there is a cyclic phase; without it every epoch belongs to the normal phase.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Share of all epochs that the cyclic phase may take, r; rounded down to whole cycles.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Epochs in a cycle, C.</summary>
    public int CycleEpochs { get; init; } = 8;

    /// <summary>Lowest learning rate of a cycle, α₁: at both ends of a triangle.</summary>
    public double LowRate { get; init; } = 0.001;

    /// <summary>Highest learning rate of a cycle, α₂: in the middle of a triangle.</summary>
    public double HighRate { get; init; } = 0.005;

    /// <summary>
    /// Shape of the rate within a cycle: <c>triangle</c> (Eq. 3), <c>fge</c>, <c>swa</c>, <c>restart</c> (Table 8), <c>edst</c>.
    /// </summary>
    public string Rate { get; init; } = "triangle";

    /// <summary>When connections are explored: <c>cycle-start</c>, <c>cycle-end</c>, <c>never</c>.</summary>
    public string Explore { get; init; } = "cycle-start";

    /// <summary>Share of a layer's connections that an exploration replaces, q.</summary>
    public double ExploreFraction { get; init; } = 0.5;

    /// <summary>
    /// Criteria of the exploration that leads to each ticket, the first for that of the first cycle; where there is none, and where one is
    /// null, the method's own; entries for more cycles than there are do nothing. Only to show that mixed criteria make the average fail
    /// (Table 11).
    /// </summary>
    public IReadOnlyList<ExploreCriteriaRecipe> ExploreCriteria { get; init; } = [];

    /// <summary>
    /// Whether the method's updates go on in the cycles, as in the official ImageNet code and EDST; the paper has none there.
    /// </summary>
    public bool UpdateInCycles { get; init; }

    /// <summary>How tickets are averaged: a name from the table of averaging rules, such as <c>cia</c> (Eq. 4).</summary>
    public string Averaging { get; init; } = "cia";

    /// <summary>Weight of the old average in <c>cima</c>, β.</summary>
    public double Beta { get; init; } = 0.8;

    /// <summary>How the average is brought back to the budget: <c>global</c> or <c>per-layer</c> magnitude.</summary>
    public string Prune { get; init; } = "global";

    /// <summary>
    /// Batch-norm statistics of the average: <c>average</c>, <c>recompute</c>, or <c>both</c>, which reports both and keeps the average.
    /// </summary>
    public string BatchNorm { get; init; } = "average";

    /// <summary>Whether the network at the end of the normal phase counts as ticket zero, as in the official code.</summary>
    public bool IncludePretrained { get; init; }

    /// <summary>
    /// How many whole cycles, M, the share of <paramref name="epochs"/> epochs holds; 0 means there is no cyclic phase.
    /// Asks nothing of <see cref="Enabled"/>.
    /// </summary>
    // Decimal: 0.29 · 100 must be 29, whatever binary makes of 0.29.
    public int CyclesIn(int epochs) => (int)((decimal)Share * epochs / CycleEpochs);

    /// <summary>The cyclic phase as objects; null where it is not enabled.</summary>
    /// <exception cref="UnknownNameException">A name is in no table.</exception>
    public SuperposeOptions? ToOptions() => !Enabled ? null : new()
    {
        Share = Share,
        CycleEpochs = CycleEpochs,
        LowRate = LowRate,
        HighRate = HighRate,
        Rate = CycleRate.All[Rate],
        Explore = ExplorationTime.All[Explore],
        ExploreFraction = ExploreFraction,
        UpdateInCycles = UpdateInCycles,
        Averaging = AveragingRules.All[Averaging](Beta),
        Prune = StatePruning.All[Prune],
        Zero = IncludePretrained ? TicketZero.Included : TicketZero.Excluded,
    };

    /// <summary>The phases of a run of so many epochs.</summary>
    public CycleCalendar CalendarOf(int epochs, long stepsPerEpoch)
    {
        CycleCalendar calendar = new(epochs, stepsPerEpoch);
        return Enabled ? calendar.WithCycles(Share, CycleEpochs) : calendar;
    }

    /// <summary>The same cycles in a run that is <paramref name="ratio"/> times as long; without a cyclic phase, as they are.</summary>
    internal SuperposeRecipe Scaled(double ratio) =>
        Enabled ? this with { CycleEpochs = Math.Max(1, (int)Math.Round(CycleEpochs * ratio)) } : this;
}
