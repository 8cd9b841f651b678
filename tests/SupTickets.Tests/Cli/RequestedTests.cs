using SupTickets.Cli;
using SupTickets.Values;

namespace SupTickets.Tests.Cli;

public sealed class RequestedTests
{
    [Fact]
    public void A_refused_argument_is_a_wrong_request_without_the_name_of_a_parameter()
    {
        Assert.Equal(
            "the side is 0",
            Assert.Throws<RequestException>(() => Requested.Checked(() => throw new ArgumentException("the side is 0", "side"))).Message);
        Assert.StartsWith(
            "sparsity must lie in [0, 1)", Assert.Throws<RequestException>(() => Requested.Of(() => Density.FromSparsity(2))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_refused_argument_passes()
    {
        Assert.Equal(3, Requested.Of(() => 3));
        Assert.Throws<ArgumentNullException>(() => Requested.Checked(() => ArgumentNullException.ThrowIfNull((object?)null)));
        Assert.Throws<InvalidOperationException>(() => Requested.Checked(() => throw new InvalidOperationException("a bug")));
    }
}
