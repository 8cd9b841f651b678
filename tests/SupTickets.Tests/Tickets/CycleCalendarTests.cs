using SupTickets.Schedules;
using SupTickets.Tickets;

namespace SupTickets.Tests.Tickets;

public sealed class CycleCalendarTests
{
    public static TheoryData<string> Rates => [.. CycleRate.All.Select(rate => rate.Name)];

    public static TheoryData<string> ExplorationTimes => [.. ExplorationTime.All.Select(time => time.Name)];

    [Theory]
    [InlineData(250, 0.1, 8, 3, 226)]
    [InlineData(250, 0.1, 2, 12, 226)]
    [InlineData(250, 0.1, 4, 6, 226)]
    [InlineData(250, 0.1, 12, 2, 226)]
    [InlineData(100, 0.08, 2, 4, 92)]
    [InlineData(20, 0.1, 8, 0, 20)]
    [InlineData(10, 0.3, 1, 3, 7)]
    public void The_cyclic_phase_takes_whole_cycles(int epochs, double share, int cycleEpochs, int cycles, int normal)
    {
        CycleCalendar calendar = new CycleCalendar(epochs, 391).WithCycles(share, cycleEpochs);
        Assert.Equal(cycles, calendar.Cycles);
        Assert.Equal(normal, calendar.NormalEpochs);
    }

    [Fact]
    public void Cycles_follow_one_another_to_the_end()
    {
        CycleCalendar calendar = new CycleCalendar(10, 5).WithCycles(0.6, 2);
        Assert.Equal([20, 30, 40], new[] { 1, 2, 3 }.Select(calendar.StartOf));
        Assert.Equal([30, 40, 50], new[] { 1, 2, 3 }.Select(calendar.EndOf));
        Assert.Equal(calendar.TotalSteps, calendar.EndOf(3));
    }

    [Theory]
    [MemberData(nameof(ExplorationTimes))]
    public void Explorations_fall_where_paper_or_code_put_them(string name)
    {
        long[] steps = name switch
        {
            "cycle-start" => [20, 30, 40],
            "cycle-end" => [30, 40],
            "never" => [],
            _ =>
            throw new NotSupportedException($"when is {name}?")
        };
        Assert.Equal(steps, ExplorationTime.All[name].Steps(new CycleCalendar(10, 5).WithCycles(0.6, 2), CycleRate.All["triangle"]));
    }

    [Fact]
    public void With_tickets_in_mid_cycle_exploring_after_a_ticket_is_in_mid_cycle_too() => Assert.Equal(
        [25, 35],
        ExplorationTime.All["cycle-end"].Steps(new CycleCalendar(10, 5).WithCycles(0.6, 2), CycleRate.All["fge"]));

    [Theory]
    [MemberData(nameof(Rates))]
    public void Tickets_are_taken_where_the_rate_is_lowest(string name)
    {
        CycleRate rate = CycleRate.All[name];
        double[] rates = [.. Enumerable.Range(0, 24).Select(step => rate.Shape(0.001, 0.005, 24)(step))];
        Assert.Equal(rates.Min(), rates[rate.TicketAt(24) - 1], 12);
        Assert.Equal(0.001, rates.Min(), 12);
    }
}
