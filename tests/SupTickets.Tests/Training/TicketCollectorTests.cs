using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

/// <summary>When the paper's CIFAR run, 391 steps an epoch, takes its tickets.</summary>
public sealed class TicketCollectorTests
{
    private const long StepsPerEpoch = 391;

    [Theory]
    [InlineData("triangle", TicketZero.Excluded, new[] { 234, 242, 250 }, new[] { 1, 2, 3 })]
    [InlineData("swa", TicketZero.Excluded, new[] { 234, 242, 250 }, new[] { 1, 2, 3 })]
    [InlineData("fge", TicketZero.Excluded, new[] { 230, 238, 246 }, new[] { 1, 2, 3 })]
    [InlineData("triangle", TicketZero.Included, new[] { 226, 234, 242, 250 }, new[] { 0, 1, 2, 3 })]
    [InlineData("fge", TicketZero.Included, new[] { 226, 230, 238, 246 }, new[] { 0, 1, 2, 3 })]
    public void Tickets_are_taken_after_these_epochs_and_at_no_other_step(string rate, TicketZero zero, int[] epochs, int[] cycles)
    {
        TicketCollector collector = Collector(new CycleCalendar(250, StepsPerEpoch).WithCycles(0.1, 8), rate, zero);
        (long Step, int Cycle)[] taken = [
            .. Enumerable.Range(0, (int)(250 * StepsPerEpoch) + 1).Where(step => collector.CycleAt(step) is not null).Select(
                step => ((long)step, collector.CycleAt(step)!.Value))];
        Assert.Equal(epochs.Zip(cycles, (epoch, cycle) => (epoch * StepsPerEpoch, cycle)), taken);
    }

    [Fact]
    public void A_run_without_cycles_takes_none_not_even_ticket_zero()
    {
        TicketCollector collector = Collector(new CycleCalendar(2, 3), "triangle", TicketZero.Included);
        Assert.All(Enumerable.Range(0, 8), step => Assert.Null(collector.CycleAt(step)));
    }

    private static TicketCollector Collector(CycleCalendar calendar, string rate, TicketZero zero) => new(
        new Superposition(AveragingRules.All["cia"](0), StatePruning.Global, 1, new HashSet<string>()), calendar, CycleRate.All[rate],
        zero);
}
