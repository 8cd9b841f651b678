using SupTickets.Experiments.Models;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// Loss, every gradient (at absent positions too) and every running statistic of the sparse engine against libtorch's in Float64. Batches
/// are a block, less, and more. Images are drawn such that no ReLU or pooling sits on its edge (<see cref="NearestEdge"/>).
/// </summary>
public sealed class EngineEqualityTests
{
    private const double Tolerance = 1e-4;

    // Relative change of the images, a few roundings of a float: what a layer of either engine may be off by.
    private const double Shake = 3e-7;

    private static readonly string[] Deep = ["vgg16", "resnet44", "resnet56", "resnet110", "resnet50"];

    public static TheoryData<string, double> All => Cases([.. ModelTable.Names.Where(name => name != "wrn-28-10"), "wrn-10-1"]);

    public static TheoryData<string, double> OnlyShallow =>
        Cases([.. ModelTable.Names.Except(Deep).Where(name => name != "wrn-28-10"), "wrn-10-1"]);

    public static TheoryData<string, double> OnlyDeep => Cases(Deep);

    [Theory]
    [MemberData(nameof(OnlyShallow))]
    public void A_training_step_is_that_of_the_dense_engine(string model, double sparsity)
    {
        ImageShape input = InputOf(model);
        using EnginePair pair = EnginePair.Of(model, input, 0.25, sparsity);
        foreach (int batch in new[] { 5, 16, 19 })
        {
            using var scope = NewDisposeScope();
            Tensor images = pair.ImagesOffTheEdges(batch, input);
            (string name, double apart) = Step(pair, Engine.Dense, images).Farthest(Step(pair, Engine.Sparse, images));
            Assert.True(apart <= Tolerance, $"{batch} samples: {name} is {apart:E1} off");
        }
    }

    /// <summary>
    /// Batch norms over few numbers, one after the other, multiply whatever rounding errs: of these networks libtorch's own gradients
    /// answer a change of the images by <see cref="Shake"/> with one of 1e-5 to 3e-3, and the engines were found to be 0.1 to 2 times that
    /// apart. A gate on its edge after all fails one draw of images; a mistake fails the others too.
    /// </summary>
    [Theory]
    [MemberData(nameof(OnlyDeep))]
    public void A_training_step_of_a_deep_network_is_as_near_as_the_dense_engine_is_to_itself(string model, double sparsity)
    {
        using EnginePair pair = EnginePair.Of(model, InputOf(model), WidthOf(model), sparsity);
        foreach (int batch in new[] { 5, 16, 19 }) RequireAsNearAsItself(pair, InputOf(model), batch);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void With_running_statistics_loss_and_gradients_are_those_of_the_dense_engine(string model, double sparsity)
    {
        using EnginePair pair = EnginePair.Of(model, InputOf(model), WidthOf(model), sparsity);
        pair.Evaluate(InputOf(model));
        foreach (int batch in new[] { 5, 16, 19 }) RequireAsNearAsItself(pair, InputOf(model), batch);
    }

    private static void RequireAsNearAsItself(EnginePair pair, ImageShape input, int batch)
    {
        if (Failure(1) is not { } first) return;
        string[] others = [.. new ulong[] { 2, 3 }.Select(Failure).OfType<string>()];
        Assert.True(others.Length == 0, $"{batch} samples: {first}; {string.Join("; ", others)}");

        string? Failure(ulong draw)
        {
            using var scope = NewDisposeScope();
            Tensor images = pair.ImagesOffTheEdges(batch, input, draw);
            StepRecord expected = Step(pair, Engine.Dense, images);
            (string name, double apart) = expected.Farthest(Step(pair, Engine.Sparse, images));
            if (apart <= Tolerance) return null;
            using Scalar little = Shake.ToScalar();
            Tensor Shaken(ulong shake) => images.add(images.mul(EnginePair.Images(batch, input, shake)), little);
            double[] noise = [.. new ulong[] { 1, 2, 3 }.Select(shake => expected.Farthest(Step(pair, Engine.Dense, Shaken(shake))).Apart)
                .Order()];
            return apart <= 5 * noise[1] ? null : $"{name} is {apart:E1} off, libtorch from itself {noise[1]:E1}";
        }
    }

    private static StepRecord Step(EnginePair pair, Engine engine, Tensor images)
    {
        SparseNetwork network = engine == Engine.Dense ? pair.Dense : pair.Sparse;
        network.Restore(pair.State);
        return engine == Engine.Dense ? pair.ExpectedStep(images) : StepRecord.Of(network, images, EnginePair.Labels((int)images.shape[0]));
    }

    private static TheoryData<string, double> Cases(IEnumerable<string> models)
    {
        TheoryData<string, double> cases = [];
        foreach (string model in models)
        {
            foreach (double sparsity in new[] { 0.5, 0.9, 0.98 }) cases.Add(model, sparsity);
        }

        return cases;
    }

    // The fewer gates, the rarer one on its edge.
    private static ImageShape InputOf(string model) => model switch
    {
        "vgg16" => new(3, 32, 32),
        "lenet5" => new(3, 16, 16),
        _ => new(3, 8, 8),
    };

    private static double WidthOf(string model) => model is "vgg16" or "resnet50" ? 0.125 : 0.25;
}
