using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Recipes;
using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets;

/// <summary>
/// Trains a module of yours on your own data and loss, step by step, sparse from the first step on. Of the recipe it follows
/// seed, engine, topology, method, optimizer, schedule and superposition; data, model, device, threads, teachers, evaluation, checkpoints and
/// logs are yours, and so are label smoothing and the batch size. The engine shows where the network computes by
/// <see cref="SparseNetwork.Forward"/>; a module that is called directly computes densely.
/// </summary>
public sealed class SparseTrainer : IDisposable
{
    private readonly Func<SparseNetwork, Tensor> loss;
    private readonly Trainables trainables;
    private readonly StepRunner steps;
    private readonly Topologist topologist;
    private readonly TicketCollector? tickets;
    private readonly Schedule learningRate;
    private readonly EmptyLayers empty;
    private readonly LibTorchWatch libTorch = new();
    private readonly ITrainingObserver? observer;
    private readonly long stepsPerEpoch;

    /// <summary>
    /// Draws the initial topology. Values that <paramref name="module"/> has already stay as they are; layers without any are
    /// initialised from the recipe's seed.
    /// </summary>
    /// <param name="module">Built from our layers or converted by <see cref="Sparsify"/>; disposed with the trainer.</param>
    /// <param name="recipe">What to do.</param>
    /// <param name="stepsPerEpoch">Steps in what the recipe calls an epoch, at least 1.</param>
    /// <param name="loss">
    /// The loss of the next mini-batch, a scalar with gradient, from the scores of the network it is given: the module as this trainer sees it.
    /// <c>snip</c> asks for some before the first step.
    /// </param>
    /// <param name="observer">
    /// Told of every step, topology update and warning: of layers that are left without a connection, of convolutions of libtorch that were found wrong, and,
    /// within this constructor, of what is known beforehand.
    /// Null where nobody asks.
    /// </param>
    /// <exception cref="RecipeException">The recipe cannot be run.</exception>
    /// <exception cref="ArgumentException">The module has no sparse layer, or none of a name in the recipe's <c>topology.keepDense</c>.</exception>
    public SparseTrainer(nn.Module<Tensor, Tensor> module, Recipe recipe, long stepsPerEpoch, Func<SparseNetwork, Tensor> loss, ITrainingObserver? observer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        new RecipeValidator(Experiment.Names).Check(recipe);
        this.loss = loss;
        this.observer = observer;
        this.stepsPerEpoch = stepsPerEpoch;
        Seed seed = new(recipe.Seed);
        CycleCalendar calendar = CycleCalendar.Of(recipe, stepsPerEpoch);
        SparseMethod method = SparseMethods.Create(new(recipe, calendar));
        Network = new(module, recipe.Topology.KeepDense) { Engine = Engines.Parse(recipe.Engine) };
        Network.InitializeMissing(seed.For("weights"));
        trainables = new(Network);
        steps = new(trainables, Optimizers.Create(recipe.Optimizer));
        method.Initial.Apply(Network, method.InitialDensity, new OwnGradients(loss), seed.For("topology"));
        topologist = Wiring.TopologistOf(recipe, Network, method, calendar);
        topologist.Begin();
        tickets = Wiring.CollectorOf(recipe, Network, calendar);
        learningRate = LearningRatePlan.For(recipe, calendar);
        Total = calendar.TotalSteps;
        empty = new(Network);
        foreach (Warning warning in Foresight.Tickets(recipe, calendar)) Tell(warning);
        Tell(empty.News(0));
        Tell(libTorch.News(0));
    }

    /// <summary>The network in training.</summary>
    public SparseNetwork Network { get; }

    /// <summary>Steps finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Steps of the whole run: epochs × steps in an epoch.</summary>
    public long Total { get; }

    /// <summary>The superposed ticket so far; the network as it is before the first ticket and without a cyclic phase.</summary>
    public NetworkState Ticket => tickets?.Superposition.Ticket ?? Network.Snapshot();

    /// <summary>R_s, in (0, 1]: the share of the positions that have held a connection at any time so far (Liu et al., 2021).</summary>
    public double ExplorationRate => topologist.ExplorationRate;

    /// <summary>One step: forward, backward, optimizer, then what is due of topology update, ticket and exploration.</summary>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="InvalidOperationException">All steps are finished.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the parameters are as before.</exception>
    public double Step()
    {
        if (Finished >= Total) throw new InvalidOperationException($"all {Total} steps of the recipe are finished");
        Network.Train();
        topologist.Prepare(Finished + 1);
        double rate = learningRate(Finished);
        double value = steps.Run(Loss, rate, Finished);
        Tell(new StepFinished(++Finished, (int)((Finished - 1) / stepsPerEpoch), value, rate));
        if (topologist.ChangesAfter(Finished)) steps.RequireFinite(Finished);
        TellOfTopology(topologist.Update(Finished));
        if (tickets?.CycleAt(Finished) is not null)
        {
            tickets.Superposition.Add(Network.Snapshot());
            Tell(empty.News(Finished, tickets.Superposition.Ticket!));
        }

        TellOfTopology(topologist.Explore(Finished));
        return value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trainables.Dispose();
        Network.Dispose();
    }

    // A convolution that is used for the first time may fail its check: that is said before anything comes of the step.
    private Tensor Loss()
    {
        try
        {
            return loss(Network);
        }
        finally
        {
            Tell(libTorch.News(Finished));
        }
    }

    private void TellOfTopology(TopologyUpdated? moved)
    {
        if (moved is null) return;
        Tell(moved);
        Tell(empty.News(Finished));
    }

    private void Tell(TrainingEvent? happened)
    {
        if (happened is not null) observer?.On(happened);
    }

    private sealed class OwnGradients(Func<SparseNetwork, Tensor> loss) : IGradientSource
    {
        public void Accumulate(SparseNetwork network, int batches, int batchSize) => LossGradients.Mean(network, batches, () => loss(network));
    }
}
