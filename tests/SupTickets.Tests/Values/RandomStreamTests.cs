using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class RandomStreamTests
{
    [Fact]
    public void A_subset_has_the_count_asked_for_ascending_and_every_index_as_often()
    {
        int[] seen = new int[5];
        RandomStream random = new Seed(1).Stream();
        for (int draw = 0; draw < 5_000; draw++)
        {
            int[] chosen = random.NextSubset(5, 2);
            Assert.True(chosen is [var first, var second] && first < second);
            foreach (int index in chosen) seen[index]++;
        }

        // 2 000 expected, standard deviation 35.
        Assert.All(seen, count => Assert.InRange(count, 1_850, 2_150));
        Assert.Equal([0, 1, 2], random.NextSubset(3, 3));
        Assert.Empty(random.NextSubset(3, 0));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, -1)]
    public void A_subset_is_no_larger_than_the_whole(int total, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Seed(1).Stream().NextSubset(total, count));
}
