using SupTickets.Conversion;
using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>A parameter that is one before must not quietly be two afterwards, nor be updated twice.</summary>
public sealed class SharedTensorsTests
{
    private const string Remedy = "sparse layers share no parameter; put one module in both places, which stays one, or give each its own";

    public static TheoryData<string, string> Ties => new()
    {
        { "two linear layers", "'weight' of 'first' (Linear) and 'weight' of 'second' (Linear) are one tensor" },
        { "a linear layer and an embedding", "'weight' of 'first' (Linear) and 'weight' of 'second' (Embedding) are one tensor" },
        { "two biases", "'bias' of 'first' (Linear) and 'bias' of 'second' (Linear) are one tensor" },
        { "two batch norms", "'weight' of 'first' (BatchNorm1d) and 'weight' of 'second' (BatchNorm1d) are one tensor" },
        { "a field", "'weight' of 'first' (Linear) and field 'tied' of Pair are one tensor" },
        { "a list in a field", "'weight' of 'first' (Linear) and field 'listed' of Pair are one tensor" },
        { "a transposed view in a field", "'weight' of 'first' (Linear) and field 'tied' of Pair are one tensor" },
    };

    [Theory]
    [MemberData(nameof(Ties))]
    public void Conversion_refuses_a_tie_by_name_and_changes_nothing(string what, string expected)
    {
        using var scope = NewDisposeScope();
        Pair module = Tied(what);
        Assert.Equal(
            $"{expected}, and would be two after the conversion: {Remedy}",
            Assert.Throws<NotSupportedException>(() => Sparsify.Convert(module)).Message);
        Assert.DoesNotContain(module.named_modules(), named => named.module is SparseLayerModule or SupTickets.Layers.BatchNorm);
        Assert.False(module.First.parameters().First().IsInvalid);
    }

    [Fact]
    public void Conversion_refuses_a_layer_that_another_module_holds_without_having_it_as_a_child()
    {
        using var scope = NewDisposeScope();
        Linear layer = nn.Linear(3, 3);
        Pair module = new(layer, new Borrower { Borrowed = [layer] });
        Assert.Equal(
            "field 'Borrowed' of 'second' (Borrower) holds 'first' (Linear), which is to be replaced, without having it as a child: "
            + "register it there, or look it up where it is a child",
            Assert.Throws<NotSupportedException>(() => Sparsify.Convert(module)).Message);
    }

    [Fact]
    public void One_module_in_two_places_is_one_layer_whose_bias_is_updated_once()
    {
        using var scope = NewDisposeScope();
        Linear layer = nn.Linear(3, 3);
        Pair module = new(layer, layer);
        RequireUpdatedOnce(Sparsify.Convert(module), "first.bias");
    }

    // The same through containers and without conversion: an optimizer that sees a parameter twice takes two steps in one.
    [Fact]
    public void A_dense_parameter_that_two_modules_share_is_updated_once_and_kept_once()
    {
        using var scope = NewDisposeScope();
        Parameter shared = new(ones(3)), other = new(ones(3));
        RequireUpdatedOnce(
            nn.Sequential(("first", new Scale(shared)), ("layer", new SparseLinear(3, 3)), ("second", new Scale(shared))), "first.scale");
        RequireUpdatedOnce(new Pair(nn.Sequential(new Scale(other), new SparseLinear(3, 3)), new Scale(other)), "first.0.scale");
    }

    [Fact]
    public void A_parameter_of_a_linear_layer_and_an_embedding_that_stay_dense_is_updated_once()
    {
        using var scope = NewDisposeScope();
        Linear head = nn.Linear(3, 3, hasBias: false);
        Embedding embedding = nn.Embedding(3, 3);
        head.weight = embedding.weight!;
        RequireUpdatedOnce(new Looked(embedding, nn.Sequential(new SparseLinear(3, 3)), head), "embedding.weight");
    }

    [Fact]
    public void A_sparse_weight_that_something_else_holds_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        SparseLinear layer = new(3, 3);
        Pair held = new(layer, new Scale(layer.Weight.Values)), field = new(layer, new Relu()) { Tied = layer.Weight.Values };
        Assert.Equal(
            $"'scale' of 'second' (Scale) is the weight of layer 'first', which every change of its topology replaces: {Remedy}",
            Assert.Throws<ArgumentException>(() => new SparseNetwork(held)).Message);
        Assert.StartsWith(
            "field 'tied' of Pair is the weight of layer 'first'", Assert.Throws<ArgumentException>(() => new SparseNetwork(field)).Message,
            StringComparison.Ordinal);
    }

    // Without momentum and decay a step is −η·g: the gradient tells how often it was taken.
    private static void RequireUpdatedOnce(nn.Module<Tensor, Tensor> module, string name)
    {
        Recipe recipe = new()
        {
            Topology = new() { Sparsity = 0 },
            Method = new() { Name = "dense" },
            Optimizer = new() { Momentum = 0, WeightDecay = 0 },
            Schedule = new() { Epochs = 1, LearningRate = 0.5, Milestones = [] },
            Superpose = new() { Enabled = false },
        };
        Tensor input = module is Looked ? tensor([0L, 2]) : tensor([1f, 2f, 3f, -1f, 0.5f, 2f]).view(2, 3);
        using SparseTrainer trainer = new(module, recipe.ToTraining(1), network =>
        {
            Tensor output = network.Module.call(input);
            return output.mul(output).mean();
        });
        (string Name, Parameter Parameter)[] dense = [.. trainer.Network.DenseParameters()];
        Assert.Equal(dense.Length, dense.DistinctBy(named => named.Parameter.Handle).Count());
        Parameter shared = dense.Single(named => named.Name == name).Parameter;
        float[] before = shared.data<float>().ToArray();
        trainer.Step();
        float[] gradient = shared.grad!.data<float>().ToArray(), after = shared.data<float>().ToArray();
        Assert.Contains(gradient, number => Math.Abs(number) > 1e-3);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i] - 0.5f * gradient[i], after[i], 1e-6f);
        Assert.Single(trainer.Ticket.Tensors, tensor =>
            tensor.Name.EndsWith(name.Split('.')[^1], StringComparison.Ordinal) && tensor.Floats.SequenceEqual(after));
    }

    private static Pair Tied(string what)
    {
        // TorchSharp's modules let go of scalars.
        using PausedFinalizers held = new();
        switch (what)
        {
            case "a linear layer and an embedding":
                Embedding embedding = nn.Embedding(3, 3);
                Linear decoder = nn.Linear(3, 3);
                decoder.weight = embedding.weight!;
                return new(decoder, embedding);
            case "two batch norms":
                BatchNorm1d norm = nn.BatchNorm1d(3), other = nn.BatchNorm1d(3);
                other.weight = norm.weight;
                return new(norm, other);
            case "a field":
                Linear layer = nn.Linear(3, 3);
                return new(layer, nn.ReLU()) { Tied = layer.weight };
            case "a list in a field":
                Linear listed = nn.Linear(3, 3);
                return new(listed, nn.ReLU()) { Listed = [listed.weight!] };
            case "a transposed view in a field":
                Linear viewed = nn.Linear(3, 3);
                return new(viewed, nn.ReLU()) { Tied = viewed.weight!.transpose(0, 1) };
            default:
                Linear first = nn.Linear(3, 3), second = nn.Linear(3, 3);
                if (what == "two biases") second.bias = first.bias;
                else second.weight = first.weight;
                return new(first, second);
        }
    }

    private sealed class Pair : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module first, second;
        private Tensor? tied;
        private IReadOnlyList<Tensor> listed = [];

        public Pair(nn.Module first, nn.Module second)
            : base(nameof(Pair))
        {
            (this.first, this.second) = (first, second);
            RegisterComponents();
        }

        public nn.Module First => first;

        public Tensor? Tied
        {
            get => tied;
            init => tied = value;
        }

        public IReadOnlyList<Tensor> Listed
        {
            get => listed;
            init => listed = value;
        }

        public override Tensor forward(Tensor input) =>
            ((nn.Module<Tensor, Tensor>)second).call(((nn.Module<Tensor, Tensor>)first).call(input));
    }

    private sealed class Borrower() : nn.Module<Tensor, Tensor>(nameof(Borrower))
    {
        public List<nn.Module> Borrowed = [];

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Scale : nn.Module<Tensor, Tensor>
    {
        public Scale(Parameter scale)
            : base(nameof(Scale)) => register_parameter("scale", scale);

        public override Tensor forward(Tensor input) => input * get_parameter("scale")!;
    }

    private sealed class Looked : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding embedding;
        private readonly nn.Module<Tensor, Tensor> middle, head;

        public Looked(Embedding embedding, nn.Module<Tensor, Tensor> middle, nn.Module<Tensor, Tensor> head)
            : base(nameof(Looked))
        {
            (this.embedding, this.middle, this.head) = (embedding, middle, head);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(middle.call(embedding.call(input)));
    }
}
