using System.Runtime.InteropServices;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Runs;

/// <summary>How many heads learn from a label is what the module says, its shapes prove nothing.</summary>
public sealed class ClassificationLossTests
{
    private const int Samples = 5, Classes = 4;

    private static readonly ImageShape Input = new(1, 2, 3);

    [Fact]
    public void Every_head_of_a_users_own_module_learns_from_the_labels()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Initialized(new ThreeHeads());
        Batch batch = Images();
        Tensor scores = ((IMultiHead)network.Module).HeadScores(batch.ToTensors(Input, CPU).Images);
        float[] each = [.. scores.split(Samples).Select(one => nn.functional.cross_entropy(one, tensor(batch.Labels)).item<float>())];
        Assert.Equal(3, network.Heads);
        Assert.Equal(3, each.Length);
        Assert.Equal(each.Average(), new ClassificationLoss(network, Input, labelSmoothing: 0).Of(batch).item<float>(), 1e-5);
    }

    [Fact]
    public void The_heads_of_a_users_own_module_are_compared_where_it_is_measured()
    {
        using SparseNetwork network = Initialized(new ThreeHeads());
        ImageData data = DataOf(Images());
        StateEvaluator evaluator = new(network, data, batch: 2, workers: 1);
        double disagreement = evaluator.MemberDiversity(network.Snapshot(), CancellationToken.None)!.Disagreement;
        long[][] answers = [.. ((IMultiHead)network.Module).HeadScores(Images().ToTensors(Input, CPU).Images).split(Samples)
            .Select(one => one.argmax(1).data<long>().ToArray())];
        double[] pairs = [.. from first in answers.Index() from second in answers.Skip(first.Index + 1)
            select first.Item.Zip(second).Count(pair => pair.First != pair.Second) / (double)Samples];
        Assert.Equal(3, pairs.Length);
        Assert.Equal(pairs.Average(), disagreement, 1e-9);
        using SparseNetwork single = Initialized(new Stretched(1));
        Assert.Null(new StateEvaluator(single, data, batch: 2, workers: 1).MemberDiversity(single.Snapshot(), CancellationToken.None));
    }

    [Fact]
    public void In_evaluation_the_heads_answer_together_and_a_label_counts_once()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Initialized(new ThreeHeads());
        network.eval();
        Batch batch = Images();
        float expected = nn.functional.cross_entropy(
            network.call(batch.ToTensors(Input, CPU).Images), tensor(batch.Labels)).item<float>();
        Assert.Equal(expected, new ClassificationLoss(network, Input, labelSmoothing: 0).Of(batch).item<float>(), 1e-6);
    }

    [Fact]
    public void Labels_are_not_repeated_for_a_module_that_gives_more_scores_and_does_not_say_why()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Initialized(new Stretched(2));
        Assert.Equal(1, network.Heads);
        Assert.Throws<ExternalException>(() => new ClassificationLoss(network, Input, labelSmoothing: 0).Of(Images()));
    }

    private static SparseNetwork Initialized(nn.Module<Tensor, Tensor> module)
    {
        SparseNetwork network = new(module);
        network.Initialize(new(3));
        return network;
    }

    private static Batch Images() => new(
        [.. Enumerable.Range(0, Samples * Input.Length).Select(index => MathF.Sin(index))], [0, 1, 2, 3, 1], Samples);

    private static ImageData DataOf(Batch batch)
    {
        FewImages images = new(batch);
        return new(images, null, images);
    }

    private sealed class FewImages(Batch batch) : IImageDataset
    {
        public ImageShape Shape => Input;

        public IReadOnlyList<string> Classes { get; } = ["a", "b", "c", "d"];

        public int Count => Samples;

        public int Label(int index) => (int)batch.Labels[index];

        public void Read(int index, Span<float> image) => batch.Images.AsSpan(index * Input.Length, Input.Length).CopyTo(image);

        public void ReadAugmented(int index, RandomStream random, Span<float> image) => Read(index, image);
    }

    private sealed class ThreeHeads : nn.Module<Tensor, Tensor>, IMultiHead
    {
        private readonly SparseLinear[] heads =
            [.. Enumerable.Range(0, 3).Select(_ => new SparseLinear(Input.Length, ClassificationLossTests.Classes))];

        public ThreeHeads()
            : base(nameof(ThreeHeads))
        {
            foreach ((int index, SparseLinear head) in heads.Index()) register_module($"head{index}", head);
        }

        public int Heads => heads.Length;

        public Tensor HeadScores(Tensor images) => cat([.. heads.Select(head => head.call(images.flatten(1)))]);

        public override Tensor forward(Tensor input) =>
            training ? HeadScores(input) : HeadScores(input).view(Heads, -1, ClassificationLossTests.Classes).mean([0]);
    }

    private sealed class Stretched : nn.Module<Tensor, Tensor>
    {
        private readonly SparseLinear layer = new(Input.Length, ClassificationLossTests.Classes);
        private readonly int times;

        public Stretched(int times)
            : base(nameof(Stretched))
        {
            this.times = times;
            register_module("layer", layer);
        }

        public override Tensor forward(Tensor input) => layer.call(cat([.. Enumerable.Repeat(input.flatten(1), times)]));
    }
}
