using SupTickets.Experiments.Benchmarks;

namespace SupTickets.Tests.Benchmarks;

/// <summary>The order in which networks are timed.</summary>
public sealed class TurnByTurnTests
{
    [Fact]
    public void What_a_contestant_leaves_behind_is_in_no_other_ones_time()
    {
        int latest = -1;
        // Whoever comes after another one pays for it.
        double Step(int contestant)
        {
            double seconds = contestant + 1 + (latest == contestant ? 0 : 100);
            latest = contestant;
            return seconds;
        }

        IReadOnlyList<double[]> seconds = TurnByTurn.Time([0.1, 0.2, 0.3], 7, Step, () => { });
        Assert.Equal([1, 2, 3], seconds.Select(one => one.Max()));
        Assert.All(seconds, one => Assert.Equal(7, one.Length));
    }

    [Fact]
    public void Every_place_of_the_order_is_every_contestants_in_turn()
    {
        List<int> order = [];
        int told = 0;
        double Step(int contestant)
        {
            order.Add(contestant);
            return 1;
        }

        TurnByTurn.Time([0.1, 0.1, 0.1], 3, Step, () => told++);
        Assert.Equal([0, 0, 1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 2, 2, 0, 0, 1, 1], order);
        Assert.Equal(9, told);
    }

    [Fact]
    public void Long_steps_are_timed_without_another_one_before_them()
    {
        List<int> order = [];
        double Step(int contestant)
        {
            order.Add(contestant);
            return order.Count;
        }

        IReadOnlyList<double[]> seconds = TurnByTurn.Time([0.1, TurnByTurn.LongStep], 2, Step, () => { });
        Assert.Equal([0, 0, 1, 1, 0, 0], order);
        Assert.Equal([2, 6], seconds[0]);
        Assert.Equal([3, 4], seconds[1]);
    }
}
