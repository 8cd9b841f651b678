using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class LossLineTests
{
    [Fact]
    public void The_barrier_is_measured_from_the_line_between_the_ends()
    {
        // At a quarter 3.5 − (0.75 · 1 + 0.25 · 3), at three quarters 4 − 2.5.
        LossLine line = new(1, 2, [new(0, 1, 0.9), new(0.25, 3.5, 0.1), new(0.75, 4, 0.1), new(1, 3, 0.8)]);
        Assert.Equal(2, line.Barrier, 1e-12);
    }

    [Fact]
    public void A_valley_has_no_barrier() =>
        Assert.Equal(0, new LossLine(1, 2, [new(0, 1, 0.5), new(0.5, 0.25, 0.6), new(1, 2, 0.4)]).Barrier);
}
