// A network of our layers, sparse from the first step, on one's own data and loss; then its tickets, superposed.
using SupTickets;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Schedules;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// 512 images of noise; the class is the quarter that is brightest.
using Generator random = new(1);
using Tensor images = randn([512, 1, 16, 16], generator: random);
using Tensor labels = functional.adaptive_avg_pool2d(images, 2).flatten(1).argmax(1);

var module = Sequential(
    ("conv", new SparseConv2d(1, 16, kernel: 8, stride: 8)),
    ("norm", new BatchNorm(16)),
    ("relu", new Relu()),
    ("flatten", new Flatten()),
    ("head", new SparseLinear(64, 4)));

using SparseTrainer trainer = new(module, new()
{
    Density = Density.FromSparsity(0.8),
    Calendar = new(epochs: 20, stepsPerEpoch: 16),
    Method = new RigL { UpdateInterval = 8 },
    LearningRate = LearningRates.Steps(0.1, factor: 0.1, at: [0.5, 0.75]),
    Seed = new(1),
    Superpose = new() { Share = 0.3, CycleEpochs = 2, LowRate = 0.001, HighRate = 0.02 },
});

// Stopped in the middle, and gone on with from the file: the bits are those of a run that was not stopped.
string checkpoint = Path.Combine(Path.GetTempPath(), $"own-network-{Environment.ProcessId}.safetensors");
while (trainer.Finished < trainer.Total)
{
    if (trainer.Finished == trainer.Total / 2)
    {
        trainer.SaveCheckpoint(checkpoint);
        trainer.Resume(checkpoint);
        File.Delete(checkpoint);
    }

    using var scope = NewDisposeScope();
    long first = trainer.Finished % 16 * 32;
    trainer.Step(network => functional.cross_entropy(network.call(images.narrow(0, first, 32)), labels.narrow(0, first, 32)));
}

trainer.Network.Restore(trainer.Ticket);
trainer.Network.eval();
using (no_grad())
{
    using Tensor right = trainer.Network.call(images).argmax(1).eq(labels).sum();
    Console.WriteLine($"{trainer.Network.Connections} connections; {right.item<long>()} of 512 right, where guessing has 128");
}
