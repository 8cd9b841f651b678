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
        // 16 images of 1×4×4 through a convolution to 3 channels, norm, ReLU and pool, a convolution to 40, norm and ReLU, and a linear
        // layer: images of 256 floats, x1 of 16·3·16 = 768, the pooled p1 of 192, x2 and y2 of 16·40·4 = 2,560, scores of 80. The pool
        // computes y1 as it reads, so that is nowhere.
        using SparseNetwork network = new(nn.Sequential(
            new SparseConv2d(1, 3, 3, padding: 1), new BatchNorm(3), new Relu(), new MaxPool(2, 2), new SparseConv2d(3, 40, 3, padding: 1),
            new BatchNorm(40), new Relu(), new Flatten(), new SparseLinear(160, 5)));
        using Resources resources = new(threads: 1);
        OperationGraph graph = GraphBuilder.Trace(
            network.Module, resources, samples: 16, new(1, 4, 4), imagesNeedGradient: false, _ => default(ConvolutionKernels)).Graph;
        Assert.Equal(
            ["Weight", "Norm", "MaxPool", "Weight", "Norm", "Weight"], graph.Operations.Select(operation => operation.Kind));

        // For scores: p1 and x2, since a norm writes over what it reads.
        Assert.Equal(192 + 2560, new MemoryPlan(graph, RunPurpose.Inference, None(graph)).Length);
        // All that is read again: images, x1, p1, x2, y2. The linear layer has the gradients of the scores and of y2 beside them.
        Assert.Equal(256 + 768 + 192 + (3 * 2560) + 80, new MemoryPlan(graph, RunPurpose.Gradients, None(graph)).Length);
        // y2 is kept, since its reader is the first to go back. p1 is computed again where x2 is done with.
        bool[] repeats = Repetition.Of(graph);
        Assert.Equal([graph.Operations[2].Output.Index], repeats.Index().Where(value => value.Item).Select(value => value.Index));
        Assert.Equal(256 + 768 + (3 * 2560) + 80, new MemoryPlan(graph, RunPurpose.Gradients, repeats).Length);
        // Who looks at all values finds y1 too.
        Assert.Equal(
            256 + (2 * 768) + 192 + (2 * 2560) + 80, new MemoryPlan(graph, RunPurpose.Watching, None(graph)).Length);
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
