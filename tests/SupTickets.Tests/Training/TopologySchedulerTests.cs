using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class TopologySchedulerTests
{
    // m ← μ·m + g in every step, of the gradient alone: at connections it is that of their values, without weight decay.
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    public void The_dense_momentum_of_snfs_sums_the_gradients_of_all_steps(double momentum)
    {
        using MethodRun run = new(
            MethodRun.With("snfs") with { Optimizer = MethodRun.Recipe.Optimizer with { Momentum = momentum, WeightDecay = 0.1 } });
        double[][] expected = [.. run.Network.Layers.Select(layer => new double[layer.Weight.Shape.Positions])];
        int compared = 0;
        run.Watch = happened =>
        {
            foreach (var (index, layer) in run.Network.Layers.Index())
            {
                if (happened is StepFinished) Feed(expected[index], layer);
                if (happened is not TopologyUpdated) continue;
                Assert.All(layer.Weight.DenseMomentumOnHost().Zip(expected[index]), pair =>
                    Assert.Equal(pair.Second, pair.First, 1e-6 + 1e-4 * Math.Abs(pair.Second)));
                compared++;
            }
        };
        run.Train();
        // Six updates and two explorations.
        Assert.Equal(8 * run.Network.Layers.Count, compared);
        Assert.All(expected, sums => Assert.Contains(sums, sum => Math.Abs(sum) > 1e-3));

        void Feed(double[] sums, SparseLayer layer)
        {
            float[] gradient = layer.Weight.DenseGradient.data<float>().ToArray();
            float[] values = layer.Weight.Values.grad!.data<float>().ToArray();
            foreach ((int position, float own) in layer.Weight.Connectivity.Positions.ToArray().Zip(values))
                Assert.Equal(own, gradient[position], 1e-6 + 1e-4 * Math.Abs(own));
            for (int position = 0; position < sums.Length; position++) sums[position] = momentum * sums[position] + gradient[position];
        }
    }
}
