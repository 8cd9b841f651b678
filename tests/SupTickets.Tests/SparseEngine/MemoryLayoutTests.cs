using CsCheck;
using SupTickets.SparseEngine;

namespace SupTickets.Tests.SparseEngine;

public sealed class MemoryLayoutTests
{
    private static readonly Gen<Lifetime[]> Contents =
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 30], Gen.Int[0, 30], (length, first, more) => new Lifetime(length, first, first + more))
            .Array[0, 40];

    [Fact]
    public void Contents_that_live_at_the_same_moment_never_overlap() => Contents.Sample(lifetimes =>
    {
        (nint[] offsets, nint length) = MemoryLayout.Of(lifetimes);
        Assert.Equal(lifetimes.Length, offsets.Length);
        for (int one = 0; one < lifetimes.Length; one++)
        {
            Assert.InRange(offsets[one], 0, length - lifetimes[one].Length);
            Assert.Equal(0, offsets[one] % 16);
            for (int other = 0; other < one; other++)
            {
                bool apart = offsets[one] + lifetimes[one].Length <= offsets[other]
                    || offsets[other] + lifetimes[other].Length <= offsets[one];
                Assert.True(apart || !MeetsByHand(lifetimes[one], lifetimes[other]), $"{lifetimes[one]} and {lifetimes[other]} overlap");
            }
        }
    });

    [Fact]
    public void It_takes_what_lives_at_a_time_and_little_more() => Contents.Sample(lifetimes =>
    {
        nint peak = Enumerable.Range(0, 70).Max(moment => lifetimes.Where(one => one.First <= moment && moment <= one.Last)
            .Aggregate((nint)0, (sum, one) => sum + (one.Length + 15) / 16 * 16));
        Assert.Equal(peak, MemoryLayout.Peak(lifetimes));
        nint taken = MemoryLayout.Of(lifetimes).Length;
        // Random contents are the hardest; those of networks fit without a gap.
        Assert.InRange(taken, peak, (nint)(1.5 * peak));
    });

    [Fact]
    public void What_follows_takes_the_place_of_what_went()
    {
        // a lives to the moment in which b begins, c begins after it, and d needs both of their places.
        Lifetime a = new(32, 0, 1), b = new(16, 1, 3), c = new(32, 2, 3), d = new(48, 4, 5);
        (nint[] offsets, nint length) = MemoryLayout.Of([a, b, c, d]);
        Assert.Equal(48, length);
        Assert.Equal(offsets[0], offsets[2]);
        Assert.Equal(0, offsets[3]);
    }

    [Fact]
    public void Nothing_takes_nothing()
    {
        Assert.Equal(0, MemoryLayout.Peak([]));
        Assert.Equal(0, MemoryLayout.Of([]).Length);
    }

    private static bool MeetsByHand(Lifetime one, Lifetime other) =>
        Enumerable.Range(one.First, one.Last - one.First + 1).Intersect(Enumerable.Range(other.First, other.Last - other.First + 1)).Any();
}
