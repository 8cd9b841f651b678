// A module of TorchSharp that exists already, made sparse and trained further.
using SupTickets;
using SupTickets.Conversion;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

using Generator random = new(1);
using Tensor images = randn([512, 1, 16, 16], generator: random);
using Tensor labels = functional.adaptive_avg_pool2d(images, 2).flatten(1).argmax(1);

var dense = Sequential(Conv2d(1, 16, 8, stride: 8), BatchNorm2d(16), ReLU(), Flatten(), Linear(64, 4));
using SparseTrainer trainer = new(Sparsify.Convert(dense), new()
{
    Density = Density.FromSparsity(0.8),
    Calendar = new(epochs: 100, stepsPerEpoch: 1),
    Method = new SparseEvolution { UpdateInterval = 10 },
    LearningRate = LearningRates.Steps(0.3, factor: 0.1, at: [0.5, 0.75]),
});

double loss = 0;
while (trainer.Finished < trainer.Total)
{
    using var scope = NewDisposeScope();
    loss = trainer.Step(network => functional.cross_entropy(network.call(images), labels));
}

foreach (SparseLayer layer in trainer.Network.Layers)
    Console.WriteLine($"{layer.Name}: {layer.Weight.Connectivity.Count} of {layer.Weight.Shape.Positions} connections");
Console.WriteLine(FormattableString.Invariant($"loss {loss:0.00}, where guessing has 1.39"));
