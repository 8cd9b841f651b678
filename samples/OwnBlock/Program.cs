// A block of one's own, tanh, that the sparse engine follows: the module adds an operation to the engine's graph.
using SupTickets;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.SparseEngine;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

using Generator random = new(1);
using Tensor images = randn([256, 1, 8, 8], generator: random);
using Tensor labels = functional.adaptive_avg_pool2d(images, 2).flatten(1).argmax(1);

var module = Sequential(
    ("conv", new SparseConv2d(1, 16, kernel: 3, padding: 1)), ("tanh", new Tanh()), ("pool", new MaxPool(4, 4)), ("flatten", new Flatten()),
    ("head", new SparseLinear(64, 4)));
using SparseTrainer trainer = new(module, new()
{
    Density = Density.FromSparsity(0.5),
    Calendar = new(epochs: 60, stepsPerEpoch: 8),
    Method = new RigL { UpdateInterval = 20 },
    LearningRate = 0.05,
    Engine = Engine.Sparse,
});
while (trainer.Finished < trainer.Total)
{
    using var scope = NewDisposeScope();
    long first = trainer.Finished % 8 * 32;
    trainer.Step(network => functional.cross_entropy(network.call(images.narrow(0, first, 32)), labels.narrow(0, first, 32)));
}

trainer.Network.eval();
using (no_grad())
{
    using Tensor sparse = trainer.Network.call(images);
    trainer.Network.Engine = Engine.Dense;
    using Tensor dense = trainer.Network.call(images), right = sparse.argmax(1).eq(labels).sum();
    Console.WriteLine(
        $"{right.item<long>()} of 256 right, where guessing has 64; both engines agree: {sparse.allclose(dense, atol: 1e-4)}");
}

/// <summary>tanh, of any shape.</summary>
internal sealed class Tanh() : Module<Tensor, Tensor>(nameof(Tanh))
{
    public override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is not { } graph) return input.tanh();
        Value value = graph.Find(input);
        return graph.Add(new TanhOperation(value, graph.AddValueLike(value)));
    }
}

/// <summary>What the sparse engine computes for it.</summary>
internal sealed class TanhOperation(Value input, Value output) : Operation
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    // d tanh(x) = (1 - tanh²(x)) dx, so the backward pass reads the output alone.
    public override IEnumerable<Value> ReadAgain => [output];

    public override void Forward(Run run)
    {
        ReadOnlySpan<float> from = run.Numbers(input);
        Span<float> to = run.Numbers(output);
        for (int i = 0; i < from.Length; i++) to[i] = MathF.Tanh(from[i]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        ReadOnlySpan<float> tanh = run.Numbers(output), gradient = run.OutputGradient(output);
        Span<float> to = run.InputGradient(input, out bool adds);
        for (int i = 0; i < to.Length; i++)
        {
            float part = (1 - tanh[i] * tanh[i]) * gradient[i];
            to[i] = adds ? to[i] + part : part;
        }
    }
}
