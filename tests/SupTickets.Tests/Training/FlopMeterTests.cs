using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
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
    [InlineData("set")]
    [InlineData("itop")]
    public void Without_dense_gradients_a_sample_costs_three_forward_passes(string method)
    {
        using MethodRun run = Run(method);
        TrainingResult result = run.Train();
        Assert.Equal(Steps * Batch * 3 * Now(run), result.TrainingFlops);
        Assert.Equal(Steps * Batch * 3 * Dense(run), result.DenseTrainingFlops);
    }

    [Theory]
    [InlineData(1, 128, 24)]
    [InlineData(3, 8, 24)]
    [InlineData(2, 16, 24)]
    public void Snip_adds_the_gradients_of_the_dense_network_that_it_scores(int batches, int size, int samples)
    {
        using MethodRun run = Run("snip", recipe =>
            recipe with { Method = recipe.Method with { Snip = new() { Batches = batches, BatchSize = size, Weights = "xavier" } } });
        TrainingResult result = run.Train();
        Assert.Equal(samples * 3 * Dense(run) + Steps * Batch * 3 * Now(run), result.TrainingFlops);
        Assert.Equal(Steps * Batch * 3 * Dense(run), result.DenseTrainingFlops);
    }

    // Evci et al. have (3·f_S·ΔT + 2·f_S + f_D)/(ΔT + 1): their update takes the place of an optimizer step and is one more pass,
    // after ΔT steps. Here, as in the official code, the step before an update is a training step like any other and its gradient is
    // used twice: of every ΔT steps ΔT − 1 are plain and one has the dense gradient, which is their formula at ΔT − 1. After the
    // last step nothing is updated, so that the last ΔT are plain.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Rigl_has_a_dense_gradient_in_every_step_before_an_update(int interval)
    {
        using MethodRun run = Run("rigl", recipe => recipe with { Method = recipe.Method with { UpdateInterval = interval } });
        double sparse = Forward(run, run.Changes("initial").Single().Layers);
        double flops = run.Train().TrainingFlops;
        double last = interval * Batch * 3 * sparse;
        Assert.Equal(Batch * (Steps / interval - 1) * ((interval - 1) * 3 * sparse + (2 * sparse + Dense(run))) + last, flops);
        // Several divide by what does not divide evenly, so this one to the last bits.
        Assert.Equal(
            (Steps - interval) * Batch * FlopCount.TrainingWithDenseGradients(sparse, Dense(run), interval - 1) + last, flops,
            flops * 1e-15);
    }

    [Fact]
    public void Snfs_has_a_dense_gradient_in_every_step()
    {
        using MethodRun run = Run("snfs", recipe => recipe with { Method = recipe.Method with { StopShare = 0.01 } });
        double sparse = Forward(run, run.Changes("initial").Single().Layers);
        Assert.Equal(Steps * Batch * (2 * sparse + Dense(run)), run.Train().TrainingFlops);
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
            expected +=
                Batch * (2 * sparse + (method == "snfs" || (method == "granet" && step % 2 == 0 && step < Steps) ? Dense(run) : sparse));
        }

        Assert.Equal(expected, result.TrainingFlops);
        Assert.True(run.Events.OfType<TopologyUpdated>().Select(change => string.Join(' ', change.Layers)).Distinct().Count() > 2);
    }

    // Two cycles, explored after steps 12 and 18; the first stands in for RigL's sixth update.
    [Theory]
    [InlineData("static", 2)]
    [InlineData("set", 0)]
    [InlineData("rigl", 7)]
    public void A_superposed_run_adds_one_dense_gradient_for_each_exploration_by_gradient_and_nothing_for_averaging(
        string method, int denseGradients)
    {
        using MethodRun run = Run(method, recipe => recipe with { Superpose = MethodRun.Recipe.Superpose with { BatchNorm = "both" } });
        double sparse = Forward(run, run.Changes("initial").Single().Layers);
        Assert.Equal(Batch * (Steps * 3 * sparse + denseGradients * (Dense(run) - sparse)), run.Train().TrainingFlops);
        Assert.Equal(2, run.Changes("exploration").Count());
    }

    // Yin et al., Table 21: (226 + 24·f)/250 of dense. Here 12 normal steps and 12 in cycles.
    [Fact]
    public void One_shot_pruning_costs_the_dense_network_until_the_cycles()
    {
        using MethodRun run = Run("one-shot", recipe => recipe with { Superpose = MethodRun.Recipe.Superpose with { Explore = "never" } });
        TrainingResult result = run.Train();
        Assert.Equal(Batch * 12 * 3 * (Dense(run) + Now(run)), result.TrainingFlops);
        Assert.Equal(Steps * Batch * 3 * Dense(run), result.DenseTrainingFlops);
        Assert.Equal([12], run.Events.OfType<TopologyUpdated>().Where(change => change.Step > 0).Select(change => change.Step));
    }

    [Fact]
    public void Recomputed_batch_norm_statistics_cost_one_forward_pass_of_the_ticket_that_is_kept()
    {
        double Flops(string batchNorm, out NetworkState final)
        {
            using MethodRun run = Run(
                "set", recipe => recipe with { Superpose = MethodRun.Recipe.Superpose with { BatchNorm = batchNorm } });
            TrainingResult result = run.Train();
            final = result.Final;
            return result.TrainingFlops;
        }

        double kept = Flops("average", out _);
        double recomputed = Flops("recompute", out NetworkState ticket);
        using MethodRun any = Run("set");
        Assert.Equal(24 * Forward(any, [.. ticket.Layers.Select(layer => (long)layer.Connectivity.Count)]), recomputed - kept);
    }

    private static MethodRun Run(string method, Func<Recipe, Recipe>? change = null)
    {
        Recipe recipe = Recipe with
        {
            Method = Recipe.Method with { Name = method },
            Topology = Recipe.Topology with { Sparsity = MethodRun.IsDense(method) ? 0 : 0.8 },
        };
        return new(change is null ? recipe : change(recipe));
    }

    private static double Now(MethodRun run) =>
        Forward(run, [.. run.Network.Layers.Select(layer => (long)layer.Weight.Connectivity.Count)]);

    // LeNet-5 of width 0.2 on 32 × 32 images: 2 FLOPs for each connection and place it is used at.
    private static double Forward(MethodRun run, IReadOnlyList<long> connections) =>
        run.Network.Layers.Zip(connections).Sum(pair => 2.0 * Uses(pair.First) * pair.Second);

    private static double Dense(MethodRun run) => run.Network.Layers.Sum(layer => 2.0 * Uses(layer) * layer.Weight.Shape.Positions);

    private static long Uses(SparseLayer layer) => layer.Name switch
    {
        "conv1" => 28 * 28,
        "conv2" => 10 * 10,
        _ => 1,
    };
}
