using CsCheck;
using SupTickets.Methods;

namespace SupTickets.Tests.Methods;

public sealed class ProportionalSharesTests
{
    [Fact]
    public void Whole_shares_are_exact() => Assert.Equal([6, 3, 1], ProportionalShares.Of(10, [60, 30, 10], [100, 100, 100], new(1)));

    [Fact]
    public void What_finds_no_room_is_shared_among_the_others() =>
        // 4, 4 and 4; two find no room, and go to the others one each.
        Assert.Equal([2, 5, 5], ProportionalShares.Of(12, [5, 5, 5], [2, 100, 100], new(1)));

    [Fact]
    public void Layers_without_weight_share_equally_where_only_they_have_room() =>
        Assert.Equal([3, 2, 2], ProportionalShares.Of(7, [9, 0, 0], [3, 5, 5], new(1)));

    [Fact]
    public void The_rounding_error_goes_to_every_layer_in_turn()
    {
        // ⌊10/3⌋ each, and one over.
        HashSet<int> lucky = [];
        for (ulong seed = 0; seed < 50; seed++)
        {
            long[] shares = ProportionalShares.Of(10, [1, 1, 1], [9, 9, 9], new(seed));
            Assert.Equal([3, 3, 4], shares.Order());
            lucky.Add(Array.IndexOf(shares, 4));
        }

        Assert.Equal(3, lucky.Count);
    }

    [Fact]
    public void The_sum_is_the_total_or_all_the_room_and_without_overflow_the_shares_are_proportional() =>
        Gen.Int[1, 6]
            .SelectMany(layers => Gen.Select(Gen.Long[0, 50].Array[layers], Gen.Long[0, 60].Array[layers], Gen.Long[0, 200], Gen.ULong))
            .Sample((weights, room, total, seed) =>
        {
            long[] shares = ProportionalShares.Of(total, weights, room, new(seed));
            Assert.Equal(Math.Min(total, room.Sum()), shares.Sum());
            Assert.All(shares.Zip(room), pair => Assert.InRange(pair.First, 0, pair.Second));
            if (weights.Sum() == 0 || weights.Zip(room).Any(pair => pair.Second < total * pair.First / weights.Sum() + weights.Length))
                return;
            double[] exact = [.. weights.Select(weight => (double)total * weight / weights.Sum())];
            Assert.All(shares.Zip(exact), pair => Assert.True(pair.First >= Math.Floor(pair.Second)));
            Assert.InRange(shares.Zip(exact).Count(pair => pair.First > Math.Floor(pair.Second + 1e-9)), 0, 1);
        });
}
