using SupTickets.Cli.Output;

namespace SupTickets.Tests.Cli.Output;

public sealed class ProgressLineTests
{
    private const string Training = "epoch 3/10  loss 2.250  0:00:30 left  accuracy 50.00 %  5.0 steps/s  lr 0.1";

    [Theory]
    [InlineData(120, 24, " 25 %  epoch 3/10  loss 2.250  0:00:30 left  accuracy 50.00 %  5.0 steps/s  lr 0.1")]
    [InlineData(80, 17, " 25 %  epoch 3/10  loss 2.250  0:00:30 left  accuracy 50.00 %")]
    [InlineData(60, 15, " 25 %  epoch 3/10  loss 2.250  0:00:30 left")]
    [InlineData(40, 9, " 25 %  epoch 3/10  loss 2.250")]
    [InlineData(20, 0, " 25 %  epoch 3/10")]
    [InlineData(12, 0, " 25 %  epo…")]
    [InlineData(5, 0, " 25…")]
    public void Parts_of_the_text_go_before_the_line_is_too_long(int width, int bar, string text) =>
        Assert.Equal((bar, bar / 4, text), ProgressLine.Of(0.25, Training, width));

    [Fact]
    public void No_line_reaches_the_last_cell_and_no_bar_is_shorter_than_eight()
    {
        foreach (string text in new[] { "", "x", Training, "demo: 数据集の画像 ééé  1/2", new string('y', 300) })
        {
            for (int width = 0; width <= 200; width++)
            {
                (int bar, int filled, string line) = ProgressLine.Of(0.5, text, width);
                int cells = new Spectre.Console.Rendering.Segment(line).CellCount() + (bar > 0 ? bar + 1 : 0);
                Assert.True(cells < Math.Max(width, 1), $"{cells} of {width}: {line}");
                Assert.True(bar is 0 or >= 8 && filled == bar / 2);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN, "  0 %")]
    [InlineData(-1, "  0 %")]
    [InlineData(2, "100 %")]
    public void A_share_that_is_none_is_the_nearest_one(double share, string text) =>
        Assert.Equal(text, ProgressLine.Of(share, "", 10).Text);

    [Fact]
    public void Wide_characters_count_twice() => Assert.Equal("画像…", ProgressLine.Cut("画像画像", 6));
}
