using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Tests.Contracts;

/// <summary>
/// A short run that can be looked into while it trains: 3 steps an epoch, 4 epochs (12 steps) of normal phase, then two cycles
/// of 2 epochs, so cycles start after steps 12 and 18 and the run ends after step 24.
/// </summary>
internal sealed class MethodRun : ITrainingStore, ITrainingObserver, IDisposable
{
    public MethodRun(Recipe recipe)
        : this(recipe, EngineCosts.Committed)
    {
    }

    public MethodRun(Recipe recipe, EngineCosts costs)
    {
        RunSetup = new(recipe, costs);
        On(RunSetup.Initialize());
    }

    public static Recipe Recipe { get; } = new()
    {
        Seed = 7,
        Threads = 1,
        Data = new() { TrainSamples = 24, TestSamples = 12 },
        Model = new() { Name = "lenet5", Width = 0.2 },
        Topology = new() { Sparsity = 0.8 },
        Method = new() { Name = "rigl", UpdateInterval = 2, GraNet = new() { EndEpoch = 3 }, Gmp = new() { EndEpoch = 3 } },
        Schedule = new() { Epochs = 8, Batch = 8, LearningRate = 0.05 },
        Superpose = new() { Share = 0.5, CycleEpochs = 2, LowRate = 0.001, HighRate = 0.02 },
        Checkpoint = new() { EveryMinutes = 0 },
        Evaluation = new() { Batch = 12, EveryEpochs = 0 },
    };

    public RunSetup RunSetup { get; }

    public SparseNetwork Network => RunSetup.Network;

    public List<TrainingEvent> Events { get; } = [];

    public SortedDictionary<int, NetworkState> Tickets { get; } = [];

    public Action<TrainingEvent> Watch { get; set; } = _ => { };

    public IEnumerable<TopologyUpdated> Changes(string reason) =>
        Events.OfType<TopologyUpdated>().Where(happened => happened.Reason == reason);

    /// <summary>Density of a method's initial network, by the recipe.</summary>
    public static decimal InitialDensity(string method) =>
        method switch { "granet" => 0.5m, "gmp" or "one-shot" => 1m, _ => FinalDensity(method) };

    /// <summary>Density of its tickets.</summary>
    public static decimal FinalDensity(string method) => IsDense(method) ? 1m : 0.2m;

    public static bool IsDense(string method) => method is "dense" or "small-dense";

    /// <summary>The finished steps after which the method updates its topology in the normal phase.</summary>
    public static long[] Updates(string method) => method switch
    {
        "set" or "rigl" or "granet" or "snfs" or "itop" => [2, 4, 6, 8, 10, 12],
        "gmp" => [2, 4, 6, 8],
        "one-shot" => [12],
        // Of 24 steps the period doubles after 6.
        "dsr" => [2, 4, 6, 8, 12],
        "dense" or "small-dense" or "static" or "snip" => [],
        _ => throw Unknown(method, nameof(Updates)),
    };

    /// <summary>The same where updates go on in the cycles, which begin after steps 12 and 18.</summary>
    public static long[] UpdatesToTheEnd(string method) => method switch
    {
        "set" or "rigl" or "snfs" or "itop" => [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22],
        "granet" => [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24],
        "gmp" => [2, 4, 6, 8],
        "one-shot" => [12],
        // The period doubles after 6, 12 and 18 of 24 steps.
        "dsr" => [2, 4, 6, 8, 12, 16],
        "static" or "snip" => [],
        _ => throw Unknown(method, nameof(UpdatesToTheEnd)),
    };

    private static NotSupportedException Unknown(string method, string place) => new(
        $"after which steps does {method} move connections? Write it in {nameof(MethodRun)}.{place}, "
        + "tests/SupTickets.Tests/Contracts/MethodRun.cs");

    /// <summary>The recipe with another method; the dense ones have no sparsity.</summary>
    public static Recipe With(string method) => Recipe with
    {
        Method = Recipe.Method with { Name = method },
        Topology = Recipe.Topology with { Sparsity = IsDense(method) ? 0 : Recipe.Topology.Sparsity },
    };

    public TrainingResult Train() =>
        new Trainer(RunSetup.Parts(), this, new(RunSetup.Recipe.Checkpoint, RunSetup.Calendar.StepsPerEpoch), this)
            .Run(null, CancellationToken.None);

    public void Save(Checkpoint checkpoint)
    {
    }

    public void SaveTicket(int cycle, NetworkState ticket) => Tickets[cycle] = ticket;

    public NetworkState? FindTicket(int cycle) => Tickets.GetValueOrDefault(cycle);

    public void On(TrainingEvent happened)
    {
        Events.Add(happened);
        Watch(happened);
    }

    public void Dispose() => RunSetup.Dispose();
}
