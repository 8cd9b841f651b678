using SupTickets.Cli.Output;

namespace SupTickets.Tests.Cli.Output;

public sealed class BarViewTests : IDisposable
{
    private const string Erase = "\r\e[J";

    private readonly StringWriter writer = new() { NewLine = "\n" };
    private readonly ManualTime time = new();
    private int width = 40;

    private BarView View => field ??= new(writer, () => width, colours: false, time);

    public void Dispose() => writer.Dispose();

    [Fact]
    public void A_line_is_erased_before_the_next_is_drawn_and_the_cursor_waits_at_its_start()
    {
        View.Show(0.5, "epoch 1/2  loss 2.250");
        time.Advance(TimeSpan.FromSeconds(1));
        View.Show(0.75, "epoch 2/2");
        Assert.Equal($"{Erase}#####-----  50 %  epoch 1/2  loss 2.250\r", Drawn()[0]);
        Assert.Equal($"{Erase}################------  75 %  epoch 2/2\r", Drawn()[1]);
    }

    [Fact]
    public void It_draws_ten_times_a_second_and_no_more()
    {
        for (int i = 0; i < 100; i++)
        {
            View.Show(i / 100.0, "x");
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(Drawn().Length, 9, 11);
    }

    [Fact]
    public void Lines_that_stay_stand_above_it()
    {
        View.Say("before anything is shown");
        View.Show(0, "x");
        View.Say("a ticket");
        View.Clear();
        View.Clear();
        Assert.Equal($"before anything is shown\n{Erase}------------------------   0 %  x\r{Erase}a "
            + $"ticket\n{Erase}------------------------   0 %  x\r{Erase}", writer.ToString());
    }

    [Fact]
    public void A_narrower_terminal_is_noticed_at_the_next_drawing()
    {
        View.Show(0, "epoch 1/2  loss 2.250");
        width = 20;
        time.Advance(TimeSpan.FromSeconds(1));
        View.Show(0, "epoch 1/2  loss 2.250");
        Assert.Equal($"{Erase}  0 %  epoch 1/2\r", Drawn()[1]);
    }

    private string[] Drawn() => [.. writer.ToString().Split(Erase, StringSplitOptions.RemoveEmptyEntries).Select(line => Erase + line)];
}
