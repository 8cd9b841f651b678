using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class NearestNameTests
{
    private static readonly string[] Known = [
        "table-1", "table-12", "resnet20", "resnet56", "vgg16", "lenet-300-100", "lenet5", "rigl", "top1", "top5", "nll", "ece", "erk",
        "wrn-28-10"];

    [Theory]
    [InlineData("table1", "table-1")]
    [InlineData("table_12", "table-12")]
    [InlineData("TABLE-1", "table-1")]
    [InlineData("irgl", "rigl")]
    [InlineData("rigel", "rigl")]
    [InlineData("lenet300100", "lenet-300-100")]
    [InlineData("wrn28-10", "wrn-28-10")]
    [InlineData("vgg", "vgg16")]
    [InlineData("resnet", "resnet20")]
    [InlineData("erq", "erk")]
    [InlineData("acc", null)]
    [InlineData("re", null)]
    [InlineData("gpu", null)]
    [InlineData("", null)]
    [InlineData("---", null)]
    public void What_was_meant_is_suggested_and_what_is_far_from_every_name_is_not(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Suggest(name, Known));

    [Fact]
    public void A_name_of_a_megabyte_is_compared_with_none() => Assert.Null(NearestName.Suggest(new string('a', 1 << 20), Known));

    [Fact]
    public void The_order_starts_with_the_nearest() => Assert.Equal(["erk", "ece"], NearestName.Order("erq", ["ece", "erk"]));

    [Fact]
    public void Every_table_that_refuses_a_name_suggests_one() =>
        Assert.Equal(
            "unknown table or figure 'table1'; known: table-1, figure-3; did you mean 'table-1'?",
            new UnknownNameException("table or figure", "table1", ["figure-3", "table-1"]).Message);
}
