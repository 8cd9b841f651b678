using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "epoch", "0 epochs")]
    [InlineData(1, "epoch", "1 epoch")]
    [InlineData(2, "epoch", "2 epochs")]
    [InlineData(1, "class", "1 class")]
    [InlineData(10, "class", "10 classes")]
    [InlineData(3, "training sample", "3 training samples")]
    [InlineData(2, "batch", "2 batches")]
    [InlineData(2, "entry", "2 entries")]
    [InlineData(2, "key", "2 keys")]
    [InlineData(1234567, "connection", "1234567 connections")]
    public void A_noun_fits_its_number(long count, string noun, string expected) => Assert.Equal(expected, Counted.Of(count, noun));
}
