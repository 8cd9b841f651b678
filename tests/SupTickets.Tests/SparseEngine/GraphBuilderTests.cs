using SupTickets.Layers;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Operations that would lose numbers or gradients are refused by name as they are added.</summary>
public sealed class GraphBuilderTests
{
    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "writes its input", "Copy writes what it reads: add a value for its output" },
        { "writes twice", "Copy writes what Copy wrote already: add a value for its output" },
        { "writes the output of a layer", "Copy writes what SparseConv2d wrote already: add a value for its output" },
        { "writes the batch", "Copy writes the batch: add a value for its output" },
        {
            "needs no gradient",
            "the output of Copy needs a gradient, as one of its inputs does: add its value with needsGradient: true, or by AddValueLike of "
            + "that input"
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void An_operation_that_loses_numbers_or_gradients_is_refused(string mistake, string message)
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => new Mistaken(mistake), 0.5);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => pair.Sparse.call(EnginePair.Images(5, new(2, 6, 6), seed: 5)))
            .Message);
        Assert.Null(GraphBuilder.Current);
    }

    private sealed class Mistaken : nn.Module<Tensor, Tensor>
    {
        private readonly string mistake;
        private readonly SparseConv2d conv = new(2, 5, 3);
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(80, EnginePair.Classes);

        public Mistaken(string mistake)
            : base(nameof(Mistaken))
        {
            this.mistake = mistake;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor maps = conv.call(input);
            return fc.call(flatten.call(GraphBuilder.Current is { } graph ? Add(graph, graph.Find(input), maps) : maps));
        }

        private Tensor Add(GraphBuilder graph, Value images, Tensor maps)
        {
            Value value = graph.Find(maps), other = graph.AddValueLike(value);
            switch (mistake)
            {
                case "writes its input": return graph.Add(new CopyOperation(value, value));
                case "writes the output of a layer": return graph.Add(new CopyOperation(images, value));
                case "writes the batch": return graph.Add(new CopyOperation(value, images));
                case "needs no gradient":
                    return graph.Add(new CopyOperation(value, graph.AddValue(value.Shape, value.Rank, needsGradient: false)));
                default:
                    graph.Add(new CopyOperation(value, other));
                    return graph.Add(new CopyOperation(value, other));
            }
        }
    }

    private sealed class CopyOperation(Value input, Value output) : Operation
    {
        public override IReadOnlyList<Value> Inputs { get; } = [input];

        public override Value Output => output;

        public override IEnumerable<Value> ReadAgain => [];

        public override void Forward(Run run) => run.Numbers(input).CopyTo(run.Numbers(output));

        public override void Backward(Run run)
        {
            Span<float> to = run.InputGradient(input, out bool adds);
            ReadOnlySpan<float> gradient = run.OutputGradient(output);
            for (int i = 0; i < to.Length; i++) to[i] = (adds ? to[i] : 0) + gradient[i];
        }
    }
}
