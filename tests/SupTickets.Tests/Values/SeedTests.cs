using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class SeedTests
{
    [Fact]
    public void Branches_differ_by_purpose_and_index_and_repeat()
    {
        Seed seed = new(41);
        Seed[] branches = [seed.For("a"), seed.For("b"), seed.For("a", 1), seed.For("a").For("a")];
        Assert.Equal(branches.Length, branches.Distinct().Count());
        Assert.Equal(branches[0], new Seed(41).For("a"));
    }

    // The first outputs of SplitMix64 for seed 1234567, from its reference implementation.
    [Fact]
    public void The_stream_is_split_mix_64()
    {
        RandomStream stream = new(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423],
            new[] { stream.NextBits(), stream.NextBits(), stream.NextBits() });
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_and_variance_one()
    {
        RandomStream stream = new(3);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextNormal())];
        Assert.InRange(numbers.Average(), -0.02, 0.02);
        Assert.InRange(numbers.Average(number => number * number), 0.97, 1.03);
    }

    [Fact]
    public void A_permutation_holds_every_number_once() =>
        Assert.Equal(Enumerable.Range(0, 100), new RandomStream(5).NextPermutation(100).Order());
}
