using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class DeviceNameTests
{
    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:7", true)]
    [InlineData("cuda:1234", false)]
    [InlineData("cpu\n", false)]
    [InlineData("CPU", false)]
    [InlineData("", false)]
    public void Names_are_those_of_the_recipe(string text, bool expected) => Assert.Equal(expected, DeviceName.IsOne(text));
}
