// A reader's program lies outside our namespaces and needs every one of these.
#pragma warning disable IDE0005
// README: usings
using SupTickets;
using SupTickets.Conversion;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
// README: end
#pragma warning restore IDE0005
using SupTickets.Tests.Structure;

namespace SupTickets.Tests;

/// <summary>The examples of the README compile, run and are what the README shows.</summary>
public sealed class ReadmeExampleTests : IDisposable
{
    private static readonly string Source = Path.Combine(Repository.Root, "tests", "SupTickets.Tests", "ReadmeExampleTests.cs");

    // The examples hold no scalars: readers are not asked to.
    private readonly PausedFinalizers held = new();

    public void Dispose() => held.Dispose();

    [Fact]
    public void A_network_of_our_layers_trains_at_its_sparsity_and_is_saved()
    {
        using var scope = NewDisposeScope();
        // README: own network
        // 512 images of noise; the class is the quarter that is brightest.
        using Generator random = new(1);
        Tensor images = randn([512, 1, 16, 16], generator: random);
        Tensor labels = functional.adaptive_avg_pool2d(images, 2).flatten(1).argmax(1);

        var module = Sequential(
            ("conv", new SparseConv2d(1, 16, kernel: 8, stride: 8)),
            ("norm", new BatchNorm(16)),
            ("relu", new Relu()),
            ("flatten", new Flatten()),
            ("head", new SparseLinear(64, 4)));

        TrainingOptions options = new()
        {
            Density = Density.FromSparsity(0.8),
            Calendar = new(epochs: 20, stepsPerEpoch: 16),
            Method = new RigL { UpdateInterval = 8 },
            LearningRate = LearningRates.Steps(0.1, factor: 0.1, at: [0.5, 0.75]),
            Seed = new(1),
            Superpose = new() { Share = 0.3, CycleEpochs = 2, LowRate = 0.001, HighRate = 0.02 },
        };

        using SparseTrainer trainer = new(module, options);
        while (trainer.Finished < trainer.Total)
        {
            long first = trainer.Finished % 16 * 32;
            trainer.Step(network => functional.cross_entropy(network.call(images.narrow(0, first, 32)), labels.narrow(0, first, 32)));
        }

        trainer.Network.Restore(trainer.Ticket);     // three cheap tickets, superposed
        trainer.Network.eval();
        double right;
        // 0.80 with 256 connections; chance is 0.25
        using (no_grad()) right = trainer.Network.call(images).argmax(1).eq(labels).sum().item<long>() / 512.0;

        string path = Path.Combine(Path.GetTempPath(), "brightest-quarter.safetensors");
        TicketFile.Write(path, new Ticket(trainer.Ticket, new("brightest-quarter", new(1, 16, 16), 4, "{}")));
        // README: end
        Assert.Equal(256, trainer.Network.Connections);
        Assert.Null(trainer.Network.Choose(32, new(1, 16, 16)).Obstacle);
        Assert.True(right > 0.6, $"{right:P3} right, chance is 25 %");
        Assert.Equal(256, TicketFile.Read(path).State.Connections);
        File.Delete(path);
    }

    [Fact]
    public void An_existing_module_is_made_sparse_and_trains()
    {
        using var scope = NewDisposeScope();
        using Generator random = new(1);
        Tensor images = randn([512, 1, 16, 16], generator: random);
        Tensor labels = functional.adaptive_avg_pool2d(images, 2).flatten(1).argmax(1);
        // README: existing module
        var dense = Sequential(Conv2d(1, 16, 8, stride: 8), BatchNorm2d(16), ReLU(), Flatten(), Linear(64, 4));

        var sparse = Sparsify.Convert(dense);
        using SparseTrainer steps = new(sparse, new()
        {
            Density = Density.FromSparsity(0.8),
            Calendar = new(epochs: 100, stepsPerEpoch: 1),
            Method = new SparseEvolution { UpdateInterval = 10 },
            LearningRate = LearningRates.Steps(0.3, factor: 0.1, at: [0.5, 0.75]),
        });
        double loss = 0;
        while (steps.Finished < steps.Total) loss = steps.Step(network => functional.cross_entropy(network.call(images), labels));
        // README: end
        Assert.Equal(256, steps.Network.Connections);
        Assert.Null(steps.Network.Choose(512, new(1, 16, 16)).Obstacle);
        Assert.True(loss < 1, $"loss {loss} where guessing has ln 4 = 1.386");
        Assert.All(steps.Network.Layers, layer => Assert.True(layer.Weight.Connectivity.Count < layer.Weight.Shape.Positions));
    }

    [Fact]
    public void The_readme_shows_this_code()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string[] shown = [.. readme.Split("```csharp\n").Skip(1).Select(block => Trimmed(block.Split("\n```")[0]))];
        Assert.Equal([Section("usings") + "\n" + Section("own network"), Section("existing module")], shown);
    }

    private static string Section(string name)
    {
        string text = File.ReadAllText(Source);
        return Trimmed(text.Split($"// README: {name}\n")[1].Split("// README: end")[0]);
    }

    private static string Trimmed(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
