using SupTickets.Experiments.Recipes;
using SupTickets.Schedules;

namespace SupTickets.Tests.Training;

/// <summary>The learning rates of the paper's runs, epoch by epoch, at a few steps to the epoch.</summary>
public sealed class LearningRatePlanTests
{
    private const long StepsPerEpoch = 5;

    [Fact]
    public void Cifar_with_cycles_drops_at_113_and_169_of_226_epochs_and_then_runs_through_three_triangles()
    {
        Recipe recipe = new() { Schedule = new() { Epochs = 250, LearningRate = 0.1 } };
        CycleCalendar calendar = new CycleCalendar(250, StepsPerEpoch).WithCycles(0.1, 8);
        Schedule rate = LearningRatePlan.For(recipe.Schedule, recipe.Superpose, calendar);
        Assert.Equal([113 * StepsPerEpoch, 169 * StepsPerEpoch], LearningRatePlan.Milestones(recipe.Schedule, calendar));
        Assert.Equal([0.1, 0.1, 0.01, 0.01, 0.001, 0.001], At(rate, (0, 0), (112, 4), (113, 0), (168, 4), (169, 0), (225, 4)), Close);
        foreach (int start in new[] { 226, 234, 242 })
        {
            // 40 steps: one up from the low rate after the first, the high rate after the 20th, the low one after the last.
            Assert.Equal([0.0012, 0.005, 0.0048, 0.001], At(rate, (start, 0), (start + 3, 4), (start + 4, 0), (start + 7, 4)), Close);
        }
    }

    [Theory]
    [InlineData(2, 234, 117, 175)]
    [InlineData(4, 218, 109, 163)]
    [InlineData(7, 194, 97, 145)]
    public void Figure_4_drops_at_half_and_three_quarters_of_its_normal_phases(int cycles, int normal, int first, int second)
    {
        CycleCalendar calendar = new CycleCalendar(250, StepsPerEpoch).WithCycles(cycles * 8 / 250.0, 8);
        Assert.Equal((cycles, normal), (calendar.Cycles, calendar.NormalEpochs));
        Assert.Equal([first * StepsPerEpoch, second * StepsPerEpoch], LearningRatePlan.Milestones(new() { Epochs = 250 }, calendar));
    }

    [Fact]
    public void Cifar_without_cycles_drops_at_125_and_187_of_250_epochs()
    {
        Recipe recipe = new() { Schedule = new() { Epochs = 250, LearningRate = 0.1 }, Superpose = new() { Enabled = false } };
        Schedule rate = LearningRatePlan.For(recipe.Schedule, recipe.Superpose, new CycleCalendar(250, StepsPerEpoch));
        Assert.Equal([0.1, 0.01, 0.01, 0.001, 0.001], At(rate, (124, 4), (125, 0), (186, 4), (187, 0), (249, 4)), Close);
    }

    [Fact]
    public void Edst_stays_at_the_rate_of_its_exploration_for_150_epochs_and_then_halves_each_refinement()
    {
        Recipe recipe = Presets.Read("cifar10-wrn-28-10-rigl-edst");
        CycleCalendar calendar = new CycleCalendar(450, StepsPerEpoch).WithCycles(recipe.Superpose.Share, 100);
        Assert.Equal((150, 3), (calendar.NormalEpochs, calendar.Cycles));
        Schedule rate = LearningRatePlan.For(recipe.Schedule, recipe.Superpose, calendar);
        Assert.Equal([0.1, 0.1], At(rate, (0, 0), (149, 4)), Close);
        foreach (int start in new[] { 150, 250, 350 })
            Assert.Equal([0.01, 0.01, 0.001, 0.001], At(rate, (start, 0), (start + 49, 4), (start + 50, 0), (start + 99, 4)), Close);
    }

    [Fact]
    public void The_large_rate_of_table_8_restarts_at_the_rate_of_the_first_epoch()
    {
        Recipe large = Presets.Read("cifar100-resnet50-rigl-large-rate");
        Schedule rate = LearningRatePlan.For(large.Schedule, large.Superpose, new CycleCalendar(250, StepsPerEpoch).WithCycles(0.1, 8));
        foreach (int start in new[] { 226, 234, 242 })
            Assert.Equal([0.001, 0.1, 0.001], At(rate, (start - 1, 4), (start, 0), (start + 7, 4)), Close);
    }

    [Fact]
    public void Imagenet_warms_up_for_5_epochs_drops_at_30_60_and_85_and_cycles_four_times_between_its_low_rates()
    {
        Recipe recipe = new()
        {
            Schedule = new() { Epochs = 100, LearningRate = 0.1, WarmupEpochs = 5, MilestoneEpochs = [30, 60, 85] },
            Superpose = new() { Share = 0.08, CycleEpochs = 2, LowRate = 0.0001, HighRate = 0.0005 },
        };
        Schedule rate = LearningRatePlan.For(recipe.Schedule, recipe.Superpose, new CycleCalendar(100, StepsPerEpoch).WithCycles(0.08, 2));
        Assert.Equal([0.1 / 6, 0.1 / 6, 0.2 / 6, 0.5 / 6, 0.1], At(rate, (0, 0), (0, 4), (1, 0), (4, 4), (5, 0)), Close);
        Assert.Equal(
            [0.1, 0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001], At(rate, (29, 4), (30, 0), (59, 4), (60, 0), (84, 4), (85, 0), (91, 4)),
            Close);
        foreach (int start in new[] { 92, 94, 96, 98 })
            Assert.Equal([0.00018, 0.0005, 0.0001], At(rate, (start, 0), (start, 4), (start + 1, 4)), Close);
    }

    private static IEnumerable<double> At(Schedule rate, params (long Epoch, long Step)[] when) =>
        when.Select(at => rate(at.Epoch * StepsPerEpoch + at.Step));

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
