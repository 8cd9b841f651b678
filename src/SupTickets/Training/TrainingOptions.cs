using SupTickets.Allocation;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>How a network is trained sparsely: everything that decides the bits, except the module and its mini-batches.</summary>
public sealed record TrainingOptions
{
    /// <summary>Share of the sparsifiable positions that hold a connection in the end; reached exactly.</summary>
    public required Density Density { get; init; }

    /// <summary>Epochs, and steps in each.</summary>
    public required CycleCalendar Calendar { get; init; }

    /// <summary>The learning rate of the normal phase; that of the cycles is in <see cref="Superpose"/>.</summary>
    public required RatePlan LearningRate { get; init; }

    /// <summary>How connections move in the normal phase.</summary>
    public Method Method { get; init; } = new RigL();

    /// <summary>How values are updated.</summary>
    public IOptimizer Optimizer { get; init; } = new Sgd();

    /// <summary>Where all randomness comes from.</summary>
    public Seed Seed { get; init; } = new(41);

    /// <summary>The cyclic phase; null for none, and then there are no tickets.</summary>
    public SuperposeOptions? Superpose { get; init; }

    /// <summary>
    /// Criteria of the exploration that leads to each ticket, the first for the first cycle's ticket; a cycle without an entry uses the
    /// method's own. They exist to show that mixed criteria make the average fail (Yin et al., 2022, Table 11).
    /// </summary>
    public IReadOnlyList<ExploreCriteria> Explorations { get; init; } = [];

    /// <summary>How the connections are shared among the layers at the start.</summary>
    public AllocationRule Allocation { get; init; } = Allocations.Erk;

    /// <summary>How the positions of a layer are drawn at the start.</summary>
    public ConnectionDraw Draw { get; init; } = ConnectionDraw.Exact;

    /// <summary>Names of the layers that stay dense and are left out of the budget, such as <c>conv1</c>.</summary>
    public IReadOnlyList<string> KeepDense { get; init; } = [];

    /// <summary>How the network computes.</summary>
    public Engine Engine { get; init; } = Engine.Auto;

    /// <summary>
    /// Momentum, in [0, 1), of the dense gradient by which <see cref="MomentumGrowth"/> and <see cref="Snfs"/> grow. Null stands for the
    /// momentum of SGD, or 0.9 with another optimizer.
    /// </summary>
    public double? GradientMomentum { get; init; }

    /// <summary>The phases of the run in steps.</summary>
    internal CycleCalendar Phases => Superpose?.In(Calendar) ?? Calendar;

    /// <summary>The learning rate by step.</summary>
    internal Schedule Rate => Superpose is null ? LearningRate.In(Phases) : Superpose.After(LearningRate.In(Phases), Phases);

    /// <summary>The momentum that the dense gradient has.</summary>
    internal double DenseMomentum => GradientMomentum ?? (Optimizer as Sgd)?.Momentum ?? new Sgd().Momentum;

    /// <summary>What the method is made for.</summary>
    internal MethodContext MethodContext => new(Density, new(Allocation, Draw), Phases, Superpose?.UpdateInCycles ?? false);

    /// <summary>Checks that a run can follow the options.</summary>
    /// <exception cref="SettingException">It cannot; all errors are listed.</exception>
    internal void Check()
    {
        List<SettingError> errors = [];
        SettingChecks checks = new(errors);
        Method.CheckRanges(checks.Under("method"));
        (Optimizer as Sgd)?.CheckRanges(checks.Under("optimizer"));
        (Optimizer as AdamW)?.CheckRanges(checks.Under("optimizer"));
        Superpose?.CheckRanges(checks.Under("superpose"));
        if (GradientMomentum is { } given) checks.Number("gradientMomentum", given, given is >= 0 and < 1, SettingChecks.Fraction);
        checks.Expect("calendar", Calendar.Cycles, Calendar.Cycles == 0, "epochs and steps alone: the cycles are those of superpose");
        foreach (var (index, criteria) in Explorations.Index())
        {
            bool one = (criteria.Drop is null) != (criteria.Grow is null);
            checks.Expect(
                $"explorations[{index}]", "one of drop and grow", !one || Method is CriteriaMethod,
                $"both or none, since {Method.Name} has a way of its own to move connections");
        }

        if (errors.Count == 0) CheckTogether(checks);
        if (errors.Count > 0) throw new SettingException(errors);
    }

    private void CheckTogether(SettingChecks checks)
    {
        CycleCalendar phases = Phases;
        if (Superpose is { } superpose)
        {
            checks.Expect("superpose.share", superpose.Share, phases.NormalEpochs > 0, "less: the cyclic phase leaves no normal phase");
            checks.Expect(
                "superpose.highRate", superpose.HighRate, superpose.HighRate >= superpose.LowRate,
                FormattableString.Invariant($"at least superpose.lowRate, {superpose.LowRate}"));
        }

        double? momentum = GradientMomentum ?? (Optimizer as Sgd)?.Momentum;
        Method.CheckTogether(new(Density.Sparsity, KeepDense, phases.Epochs, phases.NormalEpochs, momentum), checks);
        if (phases.NormalEpochs < 1) return;
        double rate = Rate(0);
        checks.Number("learningRate", rate, rate > 0, SettingChecks.Positive);
    }
}
