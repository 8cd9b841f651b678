namespace SupTickets.Schedules;

/// <summary>A learning rate whose places in a run are known once its phases are.</summary>
/// <param name="of">(phases in steps) → the rate by step.</param>
public sealed class RatePlan(Func<CycleCalendar, Schedule> of)
{
    /// <summary>The rate by step in a run of these phases.</summary>
    public Schedule In(CycleCalendar calendar) => of(calendar);

    /// <summary>A rate that is known by step already.</summary>
    public static implicit operator RatePlan(Schedule schedule) => new(_ => schedule);

    /// <summary>A rate that stays.</summary>
    public static implicit operator RatePlan(double rate) => LearningRates.Constant(rate);
}
