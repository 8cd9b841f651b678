// A drop-and-grow method with a growth criterion of one's own, and an averaging rule of one's own.
using SupTickets;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

using Generator random = new(1);
using Tensor inputs = randn([256, 20], generator: random);
using Tensor labels = inputs.narrow(1, 0, 4).argmax(1);

var module = Sequential(("hidden", new SparseLinear(20, 32)), ("relu", new Relu()), ("head", new SparseLinear(32, 4)));
using SparseTrainer trainer = new(module, new()
{
    Density = Density.FromSparsity(0.7),
    Calendar = new(epochs: 40, stepsPerEpoch: 8),
    Method = new DropAndGrow(new MagnitudeDrop(), new FewestInputsGrowth()) { UpdateInterval = 10 },
    Optimizer = new Sgd { Momentum = 0.9, WeightDecay = 1e-4 },
    LearningRate = 0.1,
    Superpose = new() { Share = 0.3, CycleEpochs = 4, HighRate = 0.02, Averaging = new LatestOnly() },
});
while (trainer.Finished < trainer.Total)
{
    using var scope = NewDisposeScope();
    long first = trainer.Finished % 8 * 32;
    trainer.Step(network => functional.cross_entropy(network.call(inputs.narrow(0, first, 32)), labels.narrow(0, first, 32)));
}

trainer.Network.Restore(trainer.Ticket);
trainer.Network.eval();
using (no_grad())
{
    using Tensor right = trainer.Network.call(inputs).argmax(1).eq(labels).sum();
    Console.WriteLine($"{trainer.Network.Connections} connections; {right.item<long>()} of 256 right, where guessing has 64");
}

/// <summary>Grows where the output has the fewest connections.</summary>
internal sealed class FewestInputsGrowth : IGrowCriterion
{
    public GradientUse Gradient => GradientUse.None;

    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed)
    {
        int outputs = (int)weight.Shape.Outputs, inputs = weight.Shape.Positions / outputs;
        int[] connections = new int[outputs];
        foreach (int position in weight.Connectivity.Positions) connections[position / inputs]++;
        // The library's own choice: exactly so many, the lower position wins a tie.
        return Selection.Smallest([.. absent.Select(position => (float)connections[position / inputs])], count);
    }
}

/// <summary>Forgets all tickets but the latest.</summary>
internal sealed class LatestOnly : IAveragingRule
{
    public Accumulation Add(Accumulation? before, NetworkState ticket) => new((before?.Tickets ?? 0) + 1, ticket, null);

    public NetworkState Average(Accumulation accumulation) => accumulation.Mean;

    public Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned) => accumulation with { Mean = pruned };
}
