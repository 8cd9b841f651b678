using CsCheck;
using SupTickets.Methods;

namespace SupTickets.Tests.Methods;

public sealed class RegrowthTests
{
    [Fact]
    public void Shares_of_the_total_are_rounded_to_it() =>
        // 5.5, 3.3 and 2.2: 5, 3 and 2, and one more for the largest remainder.
        Assert.Equal([6, 3, 2], Regrowth.Of([0.5, 0.3, 0.2], 11, [100, 100, 100]));

    [Fact]
    public void What_exceeds_99_hundredths_of_the_room_is_spread_equally() =>
        // 80 wanted and ⌊0.99·50⌋ = 49 possible; 31 over, in equal parts to the other two: 10 + 15.5 each.
        Assert.Equal([49, 26, 25], Regrowth.Of([0.8, 0.1, 0.1], 100, [50, 100, 100]));

    [Fact]
    public void A_layer_with_a_small_share_still_regrows_something() =>
        // 0.1 would round down, after 9.9 with the larger remainder.
        Assert.Equal([9, 1], Regrowth.Of([0.99, 0.01], 10, [100, 100]));

    [Fact]
    public void Where_the_room_is_just_enough_all_of_it_is_used() =>
        Assert.Equal([300, 100], Regrowth.Of([0.1, 0.9], 400, [300, 100]));

    // The sweeps of the official code approach a level: each layer has its share and the same surplus more, or is as full as it may be.
    [Fact]
    public void Counts_are_within_one_of_the_level_found_by_bisection() =>
        Gen.Select(
            Gen.Int[1, 6].SelectMany(layers => Gen.Select(Gen.Double[0.001, 1].Array[layers], Gen.Int[1, 300].Array[layers])),
            Gen.Double[0, 1])
            .Sample((drawn, fill) =>
        {
            (double[] weights, int[] room) = drawn;
            double[] shares = [.. weights.Select(weight => weight / weights.Sum())];
            int total = (int)(fill * room.Sum());
            int[] counts = Regrowth.Of(shares, total, room);
            Assert.Equal(total, counts.Sum());
            Assert.All(counts.Zip(room), pair => Assert.InRange(pair.First, 0, pair.Second));
            int[] most = [.. room.Select(positions => (int)(0.99m * positions))];
            if (total > most.Sum()) return;
            double low = 0, high = total;
            double Amount(int layer, double level) => Math.Min(shares[layer] * total + level, most[layer]);
            for (int i = 0; i < 200; i++)
            {
                double level = (low + high) / 2;
                if (Enumerable.Range(0, room.Length).Sum(layer => Amount(layer, level)) < total) low = level;
                else high = level;
            }

            Assert.All(counts.Index(), count => Assert.InRange(count.Item - Amount(count.Index, high), -1 - 1e-6, 1 + 1e-6));
        });
}
