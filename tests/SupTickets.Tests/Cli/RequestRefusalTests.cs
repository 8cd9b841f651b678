using SupTickets.Cli;
using SupTickets.Values;

namespace SupTickets.Tests.Cli;

public sealed class RequestRefusalTests
{
    [Fact]
    public void A_refused_argument_is_a_wrong_request_without_the_name_of_a_parameter()
    {
        Assert.Equal(
            "the side is 0",
            Assert.Throws<RequestException>(
                () => RequestRefusal.Checked(() => throw new ArgumentException("the side is 0", "side"))).Message);
        Assert.StartsWith(
            "sparsity must lie in [0, 1)", Assert.Throws<RequestException>(() => RequestRefusal.Of(() => Density.FromSparsity(2))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_refused_argument_passes()
    {
        Assert.Equal(3, RequestRefusal.Of(() => 3));
        Assert.Throws<ArgumentNullException>(() => RequestRefusal.Checked(() => ArgumentNullException.ThrowIfNull((object?)null)));
        Assert.Throws<InvalidOperationException>(() => RequestRefusal.Checked(() => throw new InvalidOperationException("a bug")));
    }
}
