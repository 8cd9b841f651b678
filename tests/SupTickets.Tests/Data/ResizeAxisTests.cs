using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

public sealed class ResizeAxisTests
{
    [Fact]
    public void The_same_size_copies() => Assert.All(Enumerable.Range(0, 5), i =>
    {
        ResizeAxis axis = new(2, 5, 5, 0, 5);
        Assert.Equal(1, Weight(axis, i, 2 + i), 6);
    });

    [Fact]
    public void Doubling_mixes_neighbours_three_to_one_and_repeats_the_border()
    {
        ResizeAxis axis = new(0, 2, 4, 0, 4);
        Assert.Equal([1f, 0.75f, 0.25f, 0], Enumerable.Range(0, 4).Select(i => (float)Weight(axis, i, 0)));
        Assert.Equal([0f, 0.25f, 0.75f, 1], Enumerable.Range(0, 4).Select(i => (float)Weight(axis, i, 1)));
    }

    [Fact]
    public void Halving_takes_one_three_three_one_eighths()
    {
        ResizeAxis axis = new(0, 8, 4, 1, 1);
        Assert.Equal([0.125f, 0.375f, 0.375f, 0.125f], Enumerable.Range(1, 4).Select(x => (float)Weight(axis, 0, x)));
    }

    [Theory]
    [InlineData(500, 224)]
    [InlineData(17, 224)]
    [InlineData(224, 224)]
    [InlineData(1, 7)]
    [InlineData(333, 1)]
    public void Weights_sum_to_one_and_stay_in_the_source_range(int length, int full)
    {
        ResizeAxis axis = new(3, length, full, 0, full);
        for (int i = 0; i < full; i++)
        {
            Assert.Equal(1.0, axis.Weights(i).ToArray().Sum(weight => (double)weight), 5);
            Assert.InRange(axis.Start(i), 3, 3 + length - axis.Weights(i).Length);
        }

        Assert.True(axis.First >= 3 && axis.End <= 3 + length);
    }

    private static double Weight(ResizeAxis axis, int output, int source)
    {
        int k = source - axis.Start(output);
        return k >= 0 && k < axis.Weights(output).Length ? axis.Weights(output)[k] : 0;
    }
}
