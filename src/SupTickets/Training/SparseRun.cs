using System.Diagnostics;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// One run: it owns the order of a step and all state that a step changes. A step is forward, backward and optimizer, then the topology
/// update, the ticket and the exploration that are due. The caller adds data, measurement and storage.
/// </summary>
internal sealed class SparseRun
{
    private readonly Stopwatch clock = new();
    private double earlierSeconds;
    private double epochLoss;

    /// <summary>
    /// The run of <paramref name="network"/> by <paramref name="options"/>, which have been checked. It also sets whether the network
    /// captures dense gradients in every step.
    /// </summary>
    /// <param name="network">Initialised, with its initial topology.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="method">That of the options, made for this run.</param>
    /// <param name="options">What decides the bits.</param>
    /// <param name="flops">Where its cost is counted.</param>
    /// <param name="earlyWarnings">Warnings to give before the first step.</param>
    public static SparseRun Of(
        SparseNetwork network, ParameterSet parameters, SparseMethod method, TrainingOptions options, FlopMeter flops,
        IReadOnlyList<Warning> earlyWarnings)
    {
        CycleCalendar calendar = options.Phases;
        TopologyScheduler scheduler = new(
            network,
            method,
            options.MethodContext.UpdateSteps,
            calendar.TotalSteps,
            Explorations.Of(options, method, calendar),
            options.Superpose?.ExploreFraction ?? 0,
            options.DenseMomentum,
            options.Seed.For("rewiring"));
        network.CapturesEveryStep = scheduler.CapturesEveryStep;
        return new()
        {
            Network = network,
            ParameterSet = parameters,
            Steps = new(parameters, options.Optimizer),
            TopologyScheduler = scheduler,
            Calendar = calendar,
            LearningRate = options.Rate,
            Tickets = TicketCollector.Of(options, network),
            Flops = flops,
            Empty = new(network),
            EarlyWarnings = earlyWarnings,
        };
    }

    /// <summary>The network in training.</summary>
    public required SparseNetwork Network { get; init; }

    /// <summary>Its parameters and their optimizer state.</summary>
    public required ParameterSet ParameterSet { get; init; }

    /// <summary>Computes and updates.</summary>
    public required StepRunner Steps { get; init; }

    /// <summary>Moves connections.</summary>
    public required TopologyScheduler TopologyScheduler { get; init; }

    /// <summary>Phases in steps.</summary>
    public required CycleCalendar Calendar { get; init; }

    /// <summary>Learning rate by step.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Collects tickets; null without a cyclic phase.</summary>
    public TicketCollector? Tickets { get; init; }

    /// <summary>Counts training FLOPs; those of the initial topology are included.</summary>
    public required FlopMeter Flops { get; init; }

    /// <summary>Warns of layers without a connection.</summary>
    public required EmptyLayers Empty { get; init; }

    /// <summary>Warns when libtorch's convolutions were found wrong.</summary>
    public LibTorchWatch LibTorch { get; init; } = new();

    /// <summary>Warnings to give before the first step; a run resumed from a checkpoint has given them already.</summary>
    public IReadOnlyList<Warning> EarlyWarnings { get; init; } = [];

    /// <summary>Optimizer steps finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Seconds that it has taken, those before its checkpoint included.</summary>
    public double Seconds => earlierSeconds + clock.Elapsed.TotalSeconds;

    /// <summary>The superposed ticket so far; null before the first ticket and without a cyclic phase.</summary>
    public NetworkState? Superposed => Tickets?.Superposition.Ticket;

    /// <summary>
    /// Starts the clock of this process. A run that begins anew also starts to record which positions ever held a connection.
    /// </summary>
    public void Begin()
    {
        clock.Start();
        if (Finished == 0) TopologyScheduler.Begin();
    }

    /// <summary>Gives the warnings that are known before the first step.</summary>
    public void TellEarlyWarnings(ITrainingObserver observer)
    {
        foreach (Warning warning in EarlyWarnings) observer.On(warning);
        Tell(observer, Empty.News(Finished));
    }

    /// <summary>One step and all that is due after it.</summary>
    /// <param name="loss">The loss of the mini-batch, a scalar with gradient.</param>
    /// <param name="samples">
    /// Samples in the mini-batch, for the count of FLOPs; 0 where it is not known, and then they are not counted.
    /// </param>
    /// <param name="snapshot">Whether the network is copied before it is explored, besides where a ticket is taken.</param>
    /// <param name="observer">Told what happens.</param>
    /// <exception cref="InvalidOperationException">All steps are finished.</exception>
    /// <exception cref="TrainingException">
    /// A number is not finite. Where it is the loss or a gradient, the parameters are as before.
    /// </exception>
    public StepOutcome Step(Func<Tensor> loss, int samples, bool snapshot, ITrainingObserver observer)
    {
        if (Finished >= Calendar.TotalSteps)
            throw new InvalidOperationException($"all {Calendar.TotalSteps} steps are finished");
        int epoch = (int)(Finished / Calendar.StepsPerEpoch);
        double rate = LearningRate(Finished);
        bool captured = TopologyScheduler.Prepare(Finished + 1);
        double value = Steps.Run(() => Computed(loss, observer), rate, Finished);
        if (samples > 0) Flops.Add(Network, samples, captured);
        Finished++;
        epochLoss += value;
        observer.On(new StepFinished(Finished, epoch, value, rate));
        if (TopologyScheduler.ChangesAfter(Finished)) Steps.RequireFinite(Finished);
        TellOfTopology(observer, TopologyScheduler.Update(Finished));
        if (Finished % Calendar.StepsPerEpoch == 0)
        {
            observer.On(new EpochFinished(Finished, epoch, epochLoss / Calendar.StepsPerEpoch, Seconds));
            epochLoss = 0;
        }

        // The ticket is taken after the step's update and before the next cycle's exploration.
        int? cycle = Tickets?.CycleAt(Finished);
        NetworkState? state = cycle is not null || snapshot ? FiniteSnapshot() : null;
        if (cycle is not null)
        {
            Tickets!.Superposition.Add(state!);
            Tell(observer, Empty.News(Finished, Superposed!));
        }

        TellOfTopology(observer, TopologyScheduler.Explore(Finished));
        return new(value, epoch, cycle, state);
    }

    /// <summary>Everything that a run needs to go on as if it had never stopped.</summary>
    /// <exception cref="TrainingException">A number is not finite, so that a run could not go on from it.</exception>
    public Checkpoint Save() => new()
    {
        Step = Finished,
        Network = FiniteSnapshot(),
        Optimizer = Finished == 0 ? [] : [.. ParameterSet.Save(Steps.StateNames)],
        DenseMomenta =
        [
            .. Network.Layers.Where(layer => layer.Weight.DenseMomentum is not null).Select(
                layer => (layer.WeightName, layer.Weight.DenseMomentumOnHost())),
        ],
        EverConnected =
        [
            .. Network.Layers.Where(layer => layer.Weight.EverConnected is not null).Select(
                layer => (layer.WeightName, layer.Weight.EverConnected!.ToWords())),
        ],
        MethodMemory = TopologyScheduler.Memory.Numbers.ToDictionary(),
        Accumulation = Tickets?.Superposition.Accumulation,
        Superposed = Superposed,
        ConnectionsBeforePruning = Tickets?.Superposition.ConnectionsBeforePruning ?? 0,
        StepsPerEpoch = Calendar.StepsPerEpoch,
        EngineCosts = Network.Costs,
        OneDnn = LibTorch.Now.OneDnn,
        History = [],
        EpochLoss = epochLoss,
        Seconds = Seconds,
        TrainingFlops = Flops.Total,
        DenseTrainingFlops = Flops.Dense,
    };

    /// <summary>Goes on from <paramref name="checkpoint"/>: the bits from here on are those of a run that was not stopped.</summary>
    /// <exception cref="InvalidDataException">It is no checkpoint of this run; the run is as before.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        new CheckpointFit(this).Require(checkpoint);
        Finished = checkpoint.Step;
        // Versions that stored no costs had no panels.
        Network.Costs = checkpoint.EngineCosts ?? Network.Costs.WithoutPanels();
        Network.Restore(checkpoint.Network);
        ParameterSet.Restore(checkpoint.Optimizer);
        Dictionary<string, float[]> momenta = checkpoint.DenseMomenta.ToDictionary(saved => saved.Weight, saved => saved.Values);
        foreach (SparseLayer layer in Network.Layers)
        {
            if (momenta.TryGetValue(layer.WeightName, out float[]? values)) layer.Weight.RestoreDenseMomentum(values);
            else layer.Weight.ForgetDenseMomentum();
        }

        Dictionary<string, int[]> connected = checkpoint.EverConnected.ToDictionary(saved => saved.Weight, saved => saved.Words);
        foreach (SparseLayer layer in Network.Sparsifiable)
            layer.Weight.RestoreEverConnected(PositionSet.FromWords(layer.Weight.Shape.Positions, connected[layer.WeightName]));

        TopologyScheduler.Memory.Restore(checkpoint.MethodMemory);
        if (Tickets is { } tickets)
        {
            tickets.Superposition.Accumulation = checkpoint.Accumulation;
            tickets.Superposition.Ticket = checkpoint.Superposed;
            tickets.Superposition.ConnectionsBeforePruning = checkpoint.ConnectionsBeforePruning;
        }

        foreach (SparseLayer layer in Network.Layers) TopologyAudit.RequireConsistent(layer.Name, layer.Weight);
        Empty.Remember(checkpoint.Superposed);
        epochLoss = checkpoint.EpochLoss;
        // The time before restoring is no part of the run.
        if (clock.IsRunning) clock.Restart();
        earlierSeconds = checkpoint.Seconds;
        Flops.Total = checkpoint.TrainingFlops;
        Flops.Dense = checkpoint.DenseTrainingFlops;
    }

    // A convolution that is used for the first time may fail its check. The warning comes before the step changes anything.
    private Tensor Computed(Func<Tensor> loss, ITrainingObserver observer)
    {
        try
        {
            return loss();
        }
        finally
        {
            Tell(observer, LibTorch.News(Finished));
        }
    }

    private NetworkState FiniteSnapshot()
    {
        Steps.RequireFinite(Finished);
        return Network.Snapshot();
    }

    private void TellOfTopology(ITrainingObserver observer, TopologyUpdated? moved)
    {
        if (moved is null) return;
        observer.On(moved);
        Tell(observer, Empty.News(Finished));
    }

    private static void Tell(ITrainingObserver observer, Warning? warning)
    {
        if (warning is not null) observer.On(warning);
    }
}
