using SupTickets.Cli;

namespace SupTickets.Tests.Cli;

public sealed class ProcessLimitsTests
{
    [Fact]
    public void Too_few_open_files_are_refused_with_what_is_needed()
    {
        Assert.Equal("only 64 files may be open at a time (ulimit -n), and at least 128 are needed", new ProcessLimits(64, null).Refusal);
        Assert.Null(new ProcessLimits(128, null).Refusal);
        Assert.Null(new ProcessLimits(null, 1).Refusal);
    }

    [Fact]
    public void The_limits_of_this_process_let_it_run() => Assert.Null(ProcessLimits.Current.Refusal);
}
