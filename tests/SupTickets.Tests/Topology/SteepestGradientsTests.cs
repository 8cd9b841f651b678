using CsCheck;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Topology;

public sealed class SteepestGradientsTests
{
    // Few different numbers, so that ties are frequent.
    private static readonly Gen<(float[] Gradient, int Seed)> Gradients =
        Gen.Select(Gen.Int[-4, 4].Select(number => number / 4f).Array[1, 40], Gen.Int[0, 1 << 20]);

    [Fact]
    public void They_choose_what_the_whole_gradient_would() => Gradients.Sample(drawn =>
    {
        using var scope = NewDisposeScope();
        RandomStream random = new Seed((ulong)drawn.Seed).Stream();
        int total = drawn.Gradient.Length;
        Connectivity connected = Connectivity.Random(total, random.NextInt(total + 1), random);
        Connectivity kept = connected.Without(random.NextSubset(connected.Count, random.NextInt(connected.Count + 1)));
        int count = random.NextInt(connected.Count - kept.Count + 1);
        SteepestGradients steepest = SteepestGradients.Of(tensor(drawn.Gradient), connected);
        int[] absent = kept.Absent();
        Assert.Equal(
            Selection.Largest([.. absent.Select(position => MathF.Abs(drawn.Gradient[position]))], count)
                .Select(index => absent[index]),
            steepest.Choose(kept, count));
    });

    [Fact]
    public void More_than_are_known_are_refused()
    {
        using var scope = NewDisposeScope();
        SteepestGradients steepest = SteepestGradients.Of(tensor(new[] { 1f, -5, 2, 4, 3, 0 }), Connectivity.Of([0, 2], 6));
        Connectivity kept = Connectivity.Of([0, 2], 6);
        Assert.Equal([1, 3], steepest.Choose(kept, 2));
        var refusal = Assert.Throws<InvalidOperationException>(() => steepest.Choose(kept, 3));
        Assert.Equal(
            "3 positions are to grow by their gradients, and of a weight of 2 connections only the 2 steepest are known", refusal.Message);
    }

    [Fact]
    public void Where_all_absent_positions_are_known_all_may_grow()
    {
        using var scope = NewDisposeScope();
        SteepestGradients steepest = SteepestGradients.Of(tensor(new[] { 1f, -5, 2, 4 }), Connectivity.Of([0, 2], 4));
        Assert.Equal([0, 1, 2, 3], steepest.Choose(Connectivity.Of([], 4), 4));
        Assert.Equal([1, 2, 3], steepest.Choose(Connectivity.Of([], 4), 3));
    }
}
