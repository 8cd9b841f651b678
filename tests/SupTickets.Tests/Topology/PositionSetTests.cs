using CsCheck;
using SupTickets.Topology;

namespace SupTickets.Tests.Topology;

public sealed class PositionSetTests
{
    [Fact]
    public void It_counts_every_position_once()
    {
        PositionSet set = new(40);
        set.Add(Connectivity.Of([0, 31, 32], 40));
        set.Add(Connectivity.Of([31, 39], 40));
        Assert.Equal(4, set.Count);
        Assert.Equal([0, 31, 32, 39], Enumerable.Range(0, 40).Where(set.Contains));
        Assert.Equal([unchecked((int)0x80000001), 0x81], set.ToWords());
    }

    [Fact]
    public void It_agrees_with_a_set_of_numbers_and_comes_back_from_its_words() =>
        Gen.Int[0, 100].SelectMany(total => Gen.Select(Gen.Const(total), Gen.Bool.Array[total].Array[1, 4])).Sample((total, masks) =>
        {
            PositionSet set = new(total);
            HashSet<int> naive = [];
            foreach (bool[] mask in masks)
            {
                int[] active = [.. Enumerable.Range(0, total).Where(position => mask[position])];
                set.Add(Connectivity.Of(active, total));
                naive.UnionWith(active);
            }

            PositionSet read = PositionSet.FromWords(total, set.ToWords());
            Assert.Equal((naive.Count, naive.Count), (set.Count, read.Count));
            Assert.All(Enumerable.Range(0, total), position =>
                Assert.Equal((naive.Contains(position), naive.Contains(position)), (set.Contains(position), read.Contains(position))));
        });

    [Fact]
    public void Words_of_another_size_are_refused()
    {
        Assert.Contains(
            "2 words", Assert.Throws<ArgumentException>(() => PositionSet.FromWords(33, [1])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "past the last", Assert.Throws<ArgumentException>(() => PositionSet.FromWords(33, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Equal(33, PositionSet.FromWords(33, [-1, 1]).Count);
    }
}
