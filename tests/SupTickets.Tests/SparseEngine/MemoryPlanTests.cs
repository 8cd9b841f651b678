using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Values;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;
using BlockedProgram = SupTickets.SparseEngine.Program;
using Flatten = SupTickets.Layers.Flatten;

namespace SupTickets.Tests.SparseEngine;

public sealed class MemoryPlanTests
{
    private static readonly Gen<(int Seed, int Operations, int Repeats)> Programs =
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[1, 14], Gen.Int[0, 2]);

    // Every operation checks all numbers that it may read, and leaves in its memory what no other writes.
    [Fact]
    public void No_operation_ever_finds_what_another_wrote_over() => Programs.Sample(drawn =>
    {
        using Resources resources = new(threads: 1);
        OperationGraph graph = StampingOperation.RandomGraph(new Seed((ulong)drawn.Seed).Stream(), drawn.Operations);
        BlockedProgram program = new(resources, graph, drawn.Repeats switch
        {
            0 => null,
            1 => None,
            _ => Everything,
        });
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor images = Filled([16, 1, graph.Images.Shape.Height, 1], StampingOperation.StampOf(graph.Images));
        for (int pass = 0; pass < 2; pass++)
        {
            program.Infer(images);
            program.Watch(images, (_, _, _) => { });
            Run run = program.Start(RunPurpose.Gradients);
            Tensor scores = program.Forward(run, images);
            program.Backward(run, Filled(scores.shape, StampingOperation.GradientOf(graph.Scores)));
            if (program.ImageGradient(run) is { } gradient)
                Assert.All(gradient.data<float>().ToArray(), number => Assert.Equal(StampingOperation.GradientOf(graph.Images), number));
            program.End(run);
        }

        Assert.Equal(drawn.Operations, graph.Operations.Count);
        Assert.All(graph.Operations, operation => Assert.Equal(6, ((StampingOperation)operation).Forwards));
    });

    [Theory]
    [InlineData("lenet5")]
    [InlineData("vgg16")]
    [InlineData("resnet20")]
    [InlineData("wrn-10-1")]
    public void No_bit_depends_on_what_is_computed_once_more(string model)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, 32, 32);
        using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.8);
        Tensor images = EnginePair.Images(19, input, seed: 5), labels = EnginePair.Labels(19);
        StepRecord kept = Step(None), all = Step(Everything), chosen = Step(null);
        Assert.All(kept.Names, name => Assert.Equal(kept[name], all[name]));
        Assert.All(kept.Names, name => Assert.Equal(kept[name], chosen[name]));

        StepRecord Step(Func<OperationGraph, IReadOnlyList<bool>>? repetition)
        {
            pair.Sparse.Restore(pair.State);
            using TracedNetwork traced = new(pair.Sparse, input) { Repetition = repetition };
            return StepRecord.Of(pair.Sparse, traced.Forward, images, labels);
        }
    }

    [Fact]
    public void A_network_by_hand()
    {
        // 16 images of 1×4×4 through a convolution to 3 channels, norm and ReLU, twice, and a linear layer: maps x1, y1, x2, y2 of
        // 16·3·16 = 768 floats, images of 256, scores of 16·5 = 80.
        using SparseNetwork network = new(nn.Sequential(
            new SparseConv2d(1, 3, 3, padding: 1), new BatchNorm(3), new Relu(), new SparseConv2d(3, 3, 3, padding: 1), new BatchNorm(3),
            new Relu(), new Flatten(), new SparseLinear(48, 5)));
        using Resources resources = new(threads: 1);
        OperationGraph graph = GraphBuilder.Trace(
            network.Module, resources, samples: 16, new(1, 4, 4), imagesNeedGradient: false, _ => default(ConvolutionKernels)).Graph;
        Assert.Equal(["Weight", "Norm", "Weight", "Norm", "Weight"], graph.Operations.Select(operation => operation.Kind));

        // For scores: x and y of a convolution, since a norm writes over what it reads.
        Assert.Equal(2 * 768, new MemoryPlan(graph, RunPurpose.Inference, None(graph)).Length);
        // All that is read again, x1, y1, x2, y2 and the images. The linear layer has the gradients of the scores and of y2 beside them.
        Assert.Equal(256 + (4 * 768) + 80 + 768, new MemoryPlan(graph, RunPurpose.Gradients, None(graph)).Length);
        // y2 is kept, since its reader is the first to go back. y1 is computed again where x2 is done with, so that the convolution
        // between them has x1, y1 and two gradients; before it the linear layer has x1, x2, y2 and the gradient of y2.
        bool[] repeats = Repetition.Of(graph);
        Assert.Equal([graph.Operations[1].Output.Index], repeats.Index().Where(value => value.Item).Select(value => value.Index));
        Assert.Equal(256 + (4 * 768) + 80, new MemoryPlan(graph, RunPurpose.Gradients, repeats).Length);
    }

    private static Tensor Filled(long[] sizes, float number)
    {
        float[] numbers = new float[sizes.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(numbers, number);
        return tensor(numbers).view(sizes);
    }

    private static bool[] None(OperationGraph graph) => new bool[graph.Values.Count];

    private static bool[] Everything(OperationGraph graph)
    {
        bool[] repeats = None(graph);
        foreach (Operation operation in graph.Operations.Where(operation => operation.CanRepeat)) repeats[operation.Output.Index] = true;
        return repeats;
    }
}
