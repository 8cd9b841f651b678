namespace SupTickets.Schedules;

/// <summary>
/// When the phases of a run begin and end, in finished optimizer steps. The cyclic phase takes the given share of all
/// epochs, rounded down to whole cycles as in the official code (T = 250, r = 0.1, C = 8 → 226 + 3·8 epochs).
/// </summary>
public sealed record CycleCalendar
{
    /// <summary>A run with a normal phase only.</summary>
    /// <param name="epochs">Passes over the data, at least 1.</param>
    /// <param name="stepsPerEpoch">Steps in each, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less.</exception>
    public CycleCalendar(int epochs, long stepsPerEpoch)
        : this(epochs, cycles: 0, cycleEpochs: 0, stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
    }

    private CycleCalendar(int epochs, int cycles, int cycleEpochs, long stepsPerEpoch)
    {
        Epochs = epochs;
        Cycles = cycles;
        CycleEpochs = cycleEpochs;
        StepsPerEpoch = stepsPerEpoch;
    }

    /// <summary>Passes over the data in all.</summary>
    public int Epochs { get; }

    /// <summary>Cycles, each of which ends with a ticket; 0 without a cyclic phase.</summary>
    public int Cycles { get; }

    /// <summary>Epochs in a cycle, C.</summary>
    public int CycleEpochs { get; }

    /// <summary>Steps in an epoch, E.</summary>
    public long StepsPerEpoch { get; }

    /// <summary>Epochs before the first cycle, N.</summary>
    public int NormalEpochs => Epochs - Cycles * CycleEpochs;

    /// <summary>Steps before the first cycle.</summary>
    public long NormalSteps => NormalEpochs * StepsPerEpoch;

    /// <summary>Steps in a cycle, C·E.</summary>
    public long CycleSteps => CycleEpochs * StepsPerEpoch;

    /// <summary>Steps in all.</summary>
    public long TotalSteps => Epochs * StepsPerEpoch;

    /// <summary>
    /// The same run with a cyclic phase. As many whole cycles as fit into <paramref name="share"/> of all epochs make its end; there may be
    /// none.
    /// </summary>
    /// <param name="share">In (0, 1].</param>
    /// <param name="cycleEpochs">Epochs in a cycle, at least 1.</param>
    public CycleCalendar WithCycles(double share, int cycleEpochs)
    {
        // Computed in decimal: 0.1·250 must be exactly 25.
        decimal cyclic = (decimal)share * Epochs;
        return new(Epochs, (int)(cyclic / cycleEpochs), cycleEpochs, StepsPerEpoch);
    }

    /// <summary>The step at which cycle <paramref name="cycle"/>, from 1, begins; its first optimizer step is the one after.</summary>
    public long StartOf(int cycle) => NormalSteps + (cycle - 1) * CycleSteps;

    /// <summary>The step at which cycle <paramref name="cycle"/>, from 1, has ended.</summary>
    public long EndOf(int cycle) => NormalSteps + cycle * CycleSteps;
}
