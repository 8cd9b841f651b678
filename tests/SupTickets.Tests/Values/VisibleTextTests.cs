using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b]0;title\u0007", "\\u001b]0;title\\u0007")]
    [InlineData("a\rb", "a\\u000db")]
    [InlineData("nul\0del\u007f", "nul\\u0000del\\u007f")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("png\u202egpj", "png\\u202egpj")]
    [InlineData("\u2066x\u2069", "\\u2066x\\u2069")]
    public void What_commands_a_terminal_is_written_out(string text, string shown)
    {
        Assert.False(VisibleText.IsClean(text));
        Assert.Equal(shown, VisibleText.Of(text));
    }

    [Theory]
    [InlineData("2 errors\n  first\n  second", "2 errors\n  first\n  second")]
    [InlineData("a line and its end\n", "a line and its end\n")]
    [InlineData("'x\nsuptickets: done' is no image", "'x\\u000asuptickets: done' is no image")]
    [InlineData("'x\n y\n\nz'\u001b", "'x\\u000a y\\u000a\\u000az'\\u001b")]
    public void A_line_feed_in_a_name_begins_no_line_of_a_message(string text, string shown) =>
        Assert.Equal(shown, VisibleText.OfMessage(text));

    [Fact]
    public void A_cell_of_a_table_is_one_line() => Assert.Equal("a\\u000a  b\\u000d", VisibleText.OfLine("a\n  b\r"));

    [Theory]
    [InlineData("tab\tand\nline")]
    [InlineData("été 12 — naïve Ω 漢字 😀")]
    [InlineData("")]
    public void Words_of_any_language_stay_as_they_are(string text)
    {
        Assert.True(VisibleText.IsClean(text));
        Assert.Equal(text, VisibleText.Of(text));
    }
}
