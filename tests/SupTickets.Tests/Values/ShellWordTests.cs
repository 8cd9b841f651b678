using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("runs/demo-1", "runs/demo-1")]
    [InlineData("my runs/a", "'my runs/a'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$HOME;rm *", "'$HOME;rm *'")]
    [InlineData("été", "'été'")]
    [InlineData("", "''")]
    public void A_word_can_be_copied_into_a_shell(string word, string expected) => Assert.Equal(expected, ShellWord.Of(word));
}
