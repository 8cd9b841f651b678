using SupTickets.Cli;
using SupTickets.Kernels.Vectors;
using SupTickets.Networks;
using SupTickets.Tests.Networks;

namespace SupTickets.Tests.Cli;

public sealed class EngineCostsFileTests
{
    [Theory]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    [InlineData(null, true, null)]
    [InlineData(true, false, "was measured where libtorch computed convolutions by oneDNN, and here it computes them by matrix products")]
    [InlineData(false, true, "was measured where libtorch computed convolutions by matrix products, and here it computes them by oneDNN")]
    [InlineData(
        null, false, "does not say how libtorch computed convolutions when it was measured, and here it computes them by matrix products")]
    public void Costs_of_the_user_hold_where_libtorch_may_have_computed_as_it_does_here(bool? measured, bool now, string? expected) =>
        Assert.Equal(expected, EngineCostsFile.Misfit(EngineCosts.Committed with { OneDnn = measured }, now, VectorWidth.Bits));

    [Fact]
    public void Costs_of_the_user_hold_for_vectors_of_one_width()
    {
        EngineCosts wide = EngineCosts.CommittedFor(512, oneDnn: true);
        Assert.Null(EngineCostsFile.Misfit(wide, oneDnn: true, 512));
        Assert.Equal("was measured with vectors of 512 bits, and here they have 256", EngineCostsFile.Misfit(wide, oneDnn: true, 256));
        // Earlier versions did not tell.
        Assert.Null(EngineCostsFile.Misfit(EarlierCosts.Of(wide), oneDnn: true, 256));
    }
}
