using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class LimitTests
{
    [Fact]
    public void A_limit_has_its_preset_until_the_environment_says_otherwise()
    {
        Assert.Equal(7, With(null).Most);
        Assert.Equal(7, With("").Most);
        Assert.Equal(12, With("12").Most);
        Assert.Equal("at most 12 grains are read (SUPTICKETS_MAX_GRAINS sets another limit)", With("12").ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("21")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    [InlineData("many")]
    public void What_is_no_number_in_its_range_is_refused_by_name(string text)
    {
        string message = Assert.Throws<FormatException>(() => With(text).Most).Message;
        Assert.Equal($"SUPTICKETS_MAX_GRAINS: got '{text}'; allowed: grains, a whole number from 1 to 20", message);
    }

    [Fact]
    public void Names_tell_limits_apart() => Assert.Distinct(Limit.All.Select(limit => limit.Name));

    private static Limit With(string? text) =>
        Limit.Create("SUPTICKETS_MAX_GRAINS", 7, 20, "grains", name => name == "SUPTICKETS_MAX_GRAINS" ? text : null);
}
