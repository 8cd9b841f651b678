using SupTickets.Cli.Output;

namespace SupTickets.Tests.Cli.Output;

public sealed class LineViewTests
{
    [Fact]
    public void A_line_appears_every_five_seconds_besides_those_that_stay()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        ManualTime time = new();
        LineView view = new(writer, time);
        for (int second = 0; second <= 10; second++)
        {
            view.Show(second / 10.0, $"at {second}");
            if (second == 3) view.Say("a ticket");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("a ticket\n 50 %  at 5\n100 %  at 10\n", writer.ToString());
    }
}
