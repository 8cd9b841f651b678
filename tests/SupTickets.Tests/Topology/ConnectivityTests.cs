using CsCheck;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tests.Topology;

public sealed class ConnectivityTests
{
    private static readonly Gen<(int Total, int Count, ulong Seed)> Sizes =
        Gen.Int[0, 300].SelectMany(total => Gen.Int[0, total], (total, count) => (total, count)).Select(
            Gen.ULong, (sizes, seed) => (sizes.total, sizes.count, seed));

    [Fact]
    public void A_random_connectivity_has_exactly_the_count_asked_for_strictly_increasing_and_in_range() => Sizes.Sample(sizes =>
    {
        Connectivity random = Connectivity.Random(sizes.Total, sizes.Count, new(sizes.Seed));
        int[] positions = random.Positions.ToArray();
        Assert.Equal(sizes.Count, positions.Length);
        Assert.Equal(positions.Distinct().Order(), positions);
        Assert.All(positions, position => Assert.InRange(position, 0, sizes.Total - 1));
    });

    [Fact]
    public void Present_and_absent_positions_make_all() => Sizes.Sample(sizes =>
    {
        Connectivity random = Connectivity.Random(sizes.Total, sizes.Count, new(sizes.Seed));
        Assert.Equal(Enumerable.Range(0, sizes.Total), random.Positions.ToArray().Concat(random.Absent()).Order());
    });

    [Fact]
    public void The_union_holds_what_either_holds() => Sizes.Sample(sizes =>
    {
        Connectivity a = Connectivity.Random(sizes.Total, sizes.Count, new(sizes.Seed));
        Connectivity b = Connectivity.Random(sizes.Total, sizes.Total - sizes.Count, new(sizes.Seed + 1));
        Assert.Equal(a.Positions.ToArray().Union(b.Positions.ToArray()).Order(), a.Union(b).Positions.ToArray());
    });

    [Fact]
    public void Indices_point_at_the_same_position_or_say_that_it_is_new() => Sizes.Sample(sizes =>
    {
        Connectivity old = Connectivity.Random(sizes.Total, sizes.Count, new(sizes.Seed));
        Connectivity next = Connectivity.Random(sizes.Total, sizes.Total - sizes.Count, new(sizes.Seed + 1));
        int[] indices = old.IndicesOf(next);
        for (int j = 0; j < indices.Length; j++)
            Assert.Equal(Array.IndexOf(old.Positions.ToArray(), next.Positions[j]), indices[j]);
    });

    [Fact]
    public void Every_position_is_as_likely_as_any_other()
    {
        int[] seen = new int[10];
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            foreach (int position in Connectivity.Random(10, 3, new Seed(seed).For("draw").Stream()).Positions) seen[position]++;
        }

        // 6 000 expected, standard deviation 65.
        Assert.All(seen, count => Assert.InRange(count, 5_700, 6_300));
    }

    [Fact]
    public void A_bernoulli_draw_is_right_in_expectation()
    {
        Connectivity drawn = Connectivity.Bernoulli(100_000, 0.2, new Seed(1).Stream());
        Assert.InRange(drawn.Count, 19_400, 20_600);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(0, 10)]
    [InlineData(-1, 3)]
    public void Positions_that_do_not_increase_or_leave_the_weight_are_refused(int first, int second) =>
        Assert.Throws<ArgumentException>(() => Connectivity.Of([first, second], 10));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void Absent_positions_by_their_number_are_those_of_the_list(int connections)
    {
        RandomStream random = new Seed(3).Stream();
        Connectivity connectivity = Connectivity.Random(20, connections, random);
        int[] absent = connectivity.Absent(), indices = random.NextSubset(absent.Length, absent.Length / 2);
        Assert.Equal(indices.Select(index => absent[index]), connectivity.AbsentAt(indices));
        Assert.Equal(absent, connectivity.AbsentAt([.. Enumerable.Range(0, absent.Length)]));
    }

    [Fact]
    public void Of_a_full_weight_every_connection_has_its_position_for_an_index() =>
        Assert.Equal([1, 4], Connectivity.Full(6).IndicesOf(Connectivity.Of([1, 4], 6)));
}
