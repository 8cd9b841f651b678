using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class ComposedTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301te\u0301", "\u00E9t\u00E9")]
    [InlineData("A\u030Angstro\u0308m", "\u00C5ngstr\u00F6m")]
    [InlineData("o\u0302\u0301", "\u1ED1")]                          // two marks, one letter: Vietnamese ố
    [InlineData("\u304B\u3099", "\u304C")]                           // か and a voicing mark: が
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]   // 한글 letter by letter
    [InlineData("\uD55C\uAE00", "\uD55C\uAE00")]
    [InlineData("q\u0301", "q\u0301")]                               // no such letter
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("\U0001F600e\u0301", "\U0001F600\u00E9")]
    public void Letters_and_their_marks_become_one_letter(string text, string composed)
    {
        Assert.Equal(composed, ComposedText.Of(text));
        Assert.Equal(composed, ComposedText.Of(composed));
    }

    [Fact]
    public void What_is_not_plain_is_shown_by_its_number() =>
        Assert.Equal("e U+0301 t U+00A0 U+1F600 U+0009", ComposedText.CodePoints("e\u0301t\u00A0\U0001F600\t"));
}
