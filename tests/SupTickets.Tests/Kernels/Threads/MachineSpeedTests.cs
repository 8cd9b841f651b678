using SupTickets.Kernels.Threads;

namespace SupTickets.Tests.Kernels.Threads;

public sealed class MachineSpeedTests
{
    [Fact]
    public void Every_figure_is_a_positive_number()
    {
        MachineSpeed speed = MachineSpeed.Measure(threads: 1);
        Assert.All([speed.FirstLevelGflops, speed.SecondLevelGflops, speed.ReadGigabytes, speed.CopyGigabytes], figure =>
            Assert.True(double.IsFinite(figure) && figure > 0));
    }
}
