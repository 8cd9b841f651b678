using SupTickets.Cli.Output;

namespace SupTickets.Tests.Cli.Output;

public sealed class TerminalWidthTests
{
    [Fact]
    public void What_is_no_terminal_has_the_width_it_is_given() => Assert.Equal(77, TerminalWidth.Of(-1, 77));
}
