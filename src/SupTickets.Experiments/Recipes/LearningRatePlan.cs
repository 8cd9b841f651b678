using SupTickets.Schedules;

namespace SupTickets.Experiments.Recipes;

/// <summary>The learning rate of a recipe: warm-up and step decay, then the cycles.</summary>
public static class LearningRatePlan
{
    /// <summary>The rate of the normal phase, placed once the phases are known.</summary>
    public static RatePlan Of(ScheduleRecipe schedule) => new(calendar =>
    {
        Schedule normal = LearningRates.Steps(schedule.LearningRate, schedule.Factor, Milestones(schedule, calendar));
        return schedule.WarmupEpochs > 0
            ? LearningRates.WarmUp(schedule.LearningRate, schedule.WarmupEpochs, calendar.StepsPerEpoch, normal)
            : normal;
    });

    /// <summary>
    /// The rate of the whole run. Milestones given as shares count from the normal phase, not from all epochs (official code: 113 and 169
    /// of 226), so the rate has fallen to the low end of the cycles when they begin.
    /// </summary>
    public static Schedule For(ScheduleRecipe schedule, SuperposeRecipe superpose, CycleCalendar calendar)
    {
        Schedule normal = Of(schedule).In(calendar);
        return superpose.ToOptions()?.After(normal, calendar) ?? normal;
    }

    /// <summary>The steps at which the rate drops.</summary>
    public static IReadOnlyList<long> Milestones(ScheduleRecipe schedule, CycleCalendar calendar)
    {
        IEnumerable<int> epochs = schedule.MilestoneEpochs
            ?? [.. schedule.Milestones.Select(share => (int)((decimal)share * calendar.NormalEpochs))];
        return [.. epochs.Select(epoch => epoch * calendar.StepsPerEpoch)];
    }
}
