using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests;

/// <summary>A small module, a recipe and a training of it, for tests of <see cref="SparseTrainer"/>.</summary>
internal static class TrainerExample
{
    internal const int StepsPerEpoch = 4;

    internal static Recipe SmallRecipe { get; } = new()
    {
        Seed = 3,
        Topology = new() { Sparsity = 0.8 },
        Method = new() { UpdateInterval = 3, GraNet = new() { InitialSparsity = 0.4 } },
        Schedule = new() { Epochs = 8, LearningRate = 0.05 },
        Superpose = new() { Share = 0.5, CycleEpochs = 2 },
    };

    internal static Tensor Squares(Tensor scores) => (scores * scores).sum();

    internal static nn.Module<Tensor, Tensor> Head() => nn.Sequential(("head", new SparseLinear(2, 4)));

    internal static SparseTrainer Trainer(
        Recipe recipe, Action? asked = null, nn.Module<Tensor, Tensor>? activation = null, ITrainingObserver? observer = null)
    {
        // Numbers of our own: libtorch's default generator belongs to all tests.
        var random = new SupTickets.Values.Seed(9).Stream();
        Tensor images = tensor(Enumerable.Range(0, 12 * 64).Select(_ => (float)random.NextNormal()).ToArray(), [12, 1, 8, 8]);
        Tensor labels = tensor(Enumerable.Range(0, 12).Select(i => i % 3L).ToArray());
        var module = nn.Sequential(
            ("conv", new SparseConv2d(1, 8, 3, padding: 1)),
            ("norm", new BatchNorm(8)),
            ("activation", activation ?? new Relu()),
            ("pool", new MaxPool(4, 4)),
            ("flatten", new Flatten()),
            ("head", new SparseLinear(32, 3)));
        return new(module, recipe.ToTraining(StepsPerEpoch), network =>
        {
            asked?.Invoke();
            return nn.functional.cross_entropy(network.call(images), labels);
        }, observer);
    }

    internal static void Finish(SparseTrainer trainer)
    {
        while (trainer.Finished < trainer.Total) trainer.Step();
    }
}
