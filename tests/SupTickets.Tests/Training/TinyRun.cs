using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

/// <summary>A run of a narrow network on a few generated images, kept in memory: 3 steps an epoch, 2 + 2·2 epochs.</summary>
internal sealed class TinyRun : ITrainingStore, ITrainingObserver
{
    public static Recipe Recipe { get; } = new()
    {
        Seed = 7,
        Threads = 1,
        Data = new() { TrainSamples = 80, TestSamples = 40 },
        Model = new() { Name = "resnet20", Width = 0.25 },
        Topology = new() { Sparsity = 0.8 },
        Method = new() { Name = "rigl", UpdateInterval = 2 },
        Schedule = new() { Epochs = 6, Batch = 32, LearningRate = 0.05 },
        Superpose = new() { Share = 0.7, CycleEpochs = 2, LowRate = 0.001, HighRate = 0.02 },
        Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 },
        Evaluation = new() { Batch = 40, EveryEpochs = 1 },
    };

    public List<Checkpoint> Checkpoints { get; } = [];

    public List<TrainingEvent> Events { get; } = [];

    public Dictionary<int, NetworkState> Tickets { get; } = [];

    public Action<TrainingEvent> Watch { get; init; } = _ => { };

    public void Save(Checkpoint checkpoint) => Checkpoints.Add(checkpoint);

    public void SaveTicket(int cycle, NetworkState ticket) => Tickets[cycle] = ticket;

    public NetworkState? FindTicket(int cycle) => Tickets.GetValueOrDefault(cycle);

    public void On(TrainingEvent happened)
    {
        Events.Add(happened);
        Watch(happened);
    }

    public TrainingResult Train(Recipe recipe, Checkpoint? from = null, CancellationToken cancel = default)
    {
        using RunSetup setup = new(recipe, EngineCosts.Committed);
        if (from is null) setup.Initialize();
        else setup.Network.Measure(setup.Data.Train.Shape);
        return new Trainer(setup.Parts(), this, new(recipe.Checkpoint, setup.Calendar.StepsPerEpoch), this).Run(from, cancel);
    }

    /// <summary>Every number of a state, in order.</summary>
    public static IEnumerable<float> Numbers(NetworkState state) => state.Layers
        .SelectMany(layer => layer.Connectivity.Positions.ToArray().Select(position => (float)position).Concat(layer.Values))
        .Concat(state.Tensors.SelectMany(tensor => tensor.Floats));

    /// <summary>A run that has not begun, with some parts exchanged.</summary>
    public static SparseRun Like(SparseRun run, ParameterSet? parameters = null, StepRunner? steps = null, LibTorchWatch? watch = null) =>
        new()
        {
            Network = run.Network,
            ParameterSet = parameters ?? run.ParameterSet,
            Steps = steps ?? run.Steps,
            TopologyScheduler = run.TopologyScheduler,
            Calendar = run.Calendar,
            LearningRate = run.LearningRate,
            Tickets = run.Tickets,
            Flops = run.Flops,
            Empty = run.Empty,
            LibTorch = watch ?? new(),
            EarlyWarnings = run.EarlyWarnings,
        };
}
