using SupTickets.Tickets;

namespace SupTickets.Tests.Data;

public sealed class ClassNamesTests
{
    [Theory]
    [InlineData("empty name at position 1", "a", " ")]
    [InlineData("'a' twice, at positions 0 and 2", "a", "b", "a")]
    [InlineData("twice, at positions 0 and 1", "\u00E9", "e\u0301")]
    [InlineData("control character at position 0 (a U+000A)", "a\n")]
    [InlineData("not valid Unicode at position 0", "a\uFFFD")]
    public void A_name_that_is_none_or_not_its_own_is_named(string expected, params string[] names) =>
        Assert.Contains(expected, ClassNames.Defect(names), StringComparison.Ordinal);

    [Fact]
    public void A_half_of_a_surrogate_pair_is_no_name() =>
        Assert.Contains("not valid Unicode", ClassNames.Defect([new string('\uD800', 1)]), StringComparison.Ordinal);

    [Fact]
    public void Sound_names_have_no_defect() => Assert.Null(ClassNames.Defect(["a", "A", "a b", "\u00E9t\u00E9", "\U0001F600"]));

    [Fact]
    public void Positions_are_found_by_name_in_any_order_and_either_unicode_form()
    {
        Assert.Equal([2, 0, 1], ClassNames.Positions(["c", "e\u0301", "b"], ["\u00E9", "b", "c"])!);
        Assert.Null(ClassNames.Positions(["a", "b"], ["a", "c"]));
        Assert.Null(ClassNames.Positions(["a"], ["a", "b"]));
    }

    [Fact]
    public void Long_lists_are_cut_and_counted()
    {
        string text = ClassNames.Difference([.. Enumerable.Range(0, 30).Select(number => $"x{number}")], "A", ["y"], "B");
        Assert.Contains("only in A: [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, … 20 more], only in B: [y]", text, StringComparison.Ordinal);
    }
}
