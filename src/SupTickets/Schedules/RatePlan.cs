namespace SupTickets.Schedules;

/// <summary>A learning rate that is given relative to the phases of a run, and known by step once they are.</summary>
/// <param name="of">(phases in steps) → the rate by step.</param>
public sealed class RatePlan(Func<CycleCalendar, Schedule> of)
{
    /// <summary>The rate by step in a run of these phases.</summary>
    public Schedule In(CycleCalendar calendar) => of(calendar);

    /// <summary>A rate that is given by step.</summary>
    public static implicit operator RatePlan(Schedule schedule) => new(_ => schedule);

    /// <summary>A constant rate.</summary>
    public static implicit operator RatePlan(double rate) => LearningRates.Constant(rate);
}
