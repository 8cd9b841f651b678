using SupTickets.Schedules;
using SupTickets.Tickets;

namespace SupTickets.Training;

/// <summary>The learning rate of a whole run: warm-up and step decay, then the cycles.</summary>
public static class LearningRatePlan
{
    /// <summary>
    /// Milestones given as shares count from the normal phase, not from all epochs (official code: 113 and 169 of 226), so
    /// the rate has fallen to the low end of the cycles when they begin.
    /// </summary>
    public static Schedule For(ScheduleOptions schedule, SuperposeOptions superpose, CycleCalendar calendar)
    {
        Schedule normal = LearningRates.Steps(schedule.LearningRate, schedule.Factor, Milestones(schedule, calendar));
        if (schedule.WarmupEpochs > 0) normal = LearningRates.WarmUp(schedule.LearningRate, schedule.WarmupEpochs, calendar.StepsPerEpoch, normal);
        if (calendar.Cycles == 0) return normal;
        CycleRate rate = CycleRate.All.Single(shape => shape.Name == superpose.Rate);
        return normal.Then(calendar.NormalSteps, rate.Shape(superpose.LowRate, superpose.HighRate, calendar.CycleSteps));
    }

    /// <summary>The steps at which the rate drops.</summary>
    public static IReadOnlyList<long> Milestones(ScheduleOptions schedule, CycleCalendar calendar)
    {
        IEnumerable<int> epochs = schedule.MilestoneEpochs ?? [.. schedule.Milestones.Select(share => (int)((decimal)share * calendar.NormalEpochs))];
        return [.. epochs.Select(epoch => epoch * calendar.StepsPerEpoch)];
    }
}
