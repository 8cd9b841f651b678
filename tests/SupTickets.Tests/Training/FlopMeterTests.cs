using SupTickets.Layers;
using SupTickets.Recipes;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

/// <summary>Training FLOPs of whole runs against the closed formulas: 24 steps of 8 samples, updates after every second one.</summary>
public sealed class FlopMeterTests
{
    private const int Steps = 24, Batch = 8;

    private static readonly Recipe Recipe = MethodRun.Recipe with { Superpose = new() { Enabled = false } };

    [Theory]
    [InlineData("dense")]
    [InlineData("static")]
    [InlineData("snip")]
    [InlineData("set")]
    [InlineData("itop")]
    public void Without_dense_gradients_a_sample_costs_three_forward_passes(string method)
    {
        using MethodRun run = Run(method);
        TrainingResult result = run.Train();
        Assert.Equal(Steps * Batch * 3 * Forward(run, [.. run.Network.Layers.Select(layer => (long)layer.Weight.Connectivity.Count)]), result.TrainingFlops);
        Assert.Equal(Steps * Batch * 3 * Dense(run), result.DenseTrainingFlops);
    }

    [Fact]
    public void Rigl_has_a_dense_gradient_in_every_step_before_an_update()
    {
        using MethodRun run = Run("rigl");
        double sparse = Forward(run, run.Changes("initial").Single().Layers);
        // (3·f_S·(ΔT − 1) + 2·f_S + f_D)/ΔT a step: the optimizer step is not left out for the update.
        Assert.Equal(Batch * Steps / 2 * (3 * sparse + 2 * sparse + Dense(run)), run.Train().TrainingFlops);
    }

    // 2·f_S + f_D throughout, and the mean over the densities there were, with f_S of each layer's connections of that moment.
    [Theory]
    [InlineData("snfs")]
    [InlineData("granet")]
    [InlineData("gmp")]
    [InlineData("dsr")]
    public void Where_layers_change_their_counts_every_step_costs_what_was_connected_then(string method)
    {
        using MethodRun run = Run(method);
        TrainingResult result = run.Train();
        double expected = 0;
        for (int step = 1; step <= Steps; step++)
        {
            double sparse = Forward(run, run.Events.OfType<TopologyUpdated>().Last(change => change.Step < step).Layers);
            expected += Batch * (2 * sparse + (method == "snfs" || (method == "granet" && step % 2 == 0) ? Dense(run) : sparse));
        }

        Assert.Equal(expected, result.TrainingFlops, expected * 1e-12);
        Assert.True(run.Events.OfType<TopologyUpdated>().Select(change => string.Join(' ', change.Layers)).Distinct().Count() > 2);
    }

    private static MethodRun Run(string method) => new(Recipe with
    {
        Method = Recipe.Method with { Name = method },
        Topology = Recipe.Topology with { Sparsity = MethodRun.IsDense(method) ? 0 : 0.8 },
    });

    // LeNet-5 of width 0.2 on 32 × 32 images: 2 FLOPs for each connection and place it is used at.
    private static double Forward(MethodRun run, IReadOnlyList<long> connections) => run.Network.Layers.Zip(connections).Sum(pair => 2.0 * Uses(pair.First) * pair.Second);

    private static double Dense(MethodRun run) => run.Network.Layers.Sum(layer => 2.0 * Uses(layer) * layer.Weight.Shape.Positions);

    private static long Uses(SparseLayer layer) => layer.Name switch
    {
        "conv1" => 28 * 28,
        "conv2" => 10 * 10,
        _ => 1,
    };
}
