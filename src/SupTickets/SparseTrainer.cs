using SupTickets.Conversion;
using SupTickets.LibTorch;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets;

/// <summary>
/// Trains a module of yours on your own data and loss, step by step, sparse from the first step on. You choose data, device and threads.
/// Call <see cref="Network"/>, not the module: a module that is called directly computes densely, or refuses where the engine is
/// <see cref="Layers.Engine.Sparse"/>.
/// </summary>
public sealed class SparseTrainer : IDisposable
{
    private readonly Func<SparseNetwork, Tensor>? loss;
    private readonly SparseRun run;
    private readonly Lazy<string> identity;
    private readonly ITrainingObserver observer;
    private readonly IDisposable joined;
    private ResumedLibTorch? libTorch;

    /// <summary>
    /// Draws the initial topology: which connections <paramref name="module"/> has already, as those of a ticket, does not count. Values
    /// that it has stay as they are; layers without any are initialised from the seed.
    /// </summary>
    /// <param name="module">
    /// Built from our layers or converted by <see cref="Sparsify"/>. The trainer disposes of it, unless the constructor throws: then it
    /// still belongs to the caller.
    /// </param>
    /// <param name="options">How it is trained.</param>
    /// <param name="loss">
    /// The loss of the next mini-batch, a scalar with gradient, from the scores of the network it is given: the module as this trainer sees
    /// it.
    /// <see cref="Snip"/> asks for some before the first step. Null where each step is given its own.
    /// </param>
    /// <param name="observer">
    /// Told of every step, topology update and warning: of layers that are left without a connection, of convolutions of libtorch that were
    /// found wrong, and, within this constructor, of what is known beforehand. Null where nobody asks.
    /// </param>
    /// <exception cref="SettingException">The options cannot be followed; all errors are listed.</exception>
    /// <exception cref="ArgumentException">
    /// The module has no sparse layer, or none of a name in <see cref="TrainingOptions.KeepDense"/>.
    /// </exception>
    public SparseTrainer(
        nn.Module<Tensor, Tensor> module, TrainingOptions options, Func<SparseNetwork, Tensor>? loss = null,
        ITrainingObserver? observer = null)
    {
        options.Check();
        this.loss = loss;
        this.observer = observer ?? new NoObserver();
        identity = new(() => OptionsIdentity.Of(options));
        SparseMethod method = options.Method.In(options.MethodContext);
        SparseNetwork network = new(module, options.KeepDense) { Engine = options.Engine };
        ParameterSet? parameters = null;
        joined = LibTorchSafety.Join();
        try
        {
            network.InitializeMissing(options.Seed.For("weights"));
            parameters = new(network);
            method.Initial.Apply(network, method.InitialDensity, new OwnGradients(loss), options.Seed.For("topology"));
            run = SparseRun.Of(network, parameters, method, options, new(), [.. TicketWarnings.Of(options.Superpose, options.Phases)]);
            run.Begin();
            run.TellEarlyWarnings(this.observer);
            if (ResumedLibTorch.Beside(0, LibTorchSafety.State) is { } beside) this.observer.On(beside);
            if (run.LibTorch.News(0) is { } found) this.observer.On(found);
        }
        catch
        {
            // The module still belongs to the caller.
            joined.Dispose();
            parameters?.Dispose();
            network.LetGo();
            throw;
        }
    }

    /// <summary>The network in training.</summary>
    public SparseNetwork Network => run.Network;

    /// <summary>Steps finished.</summary>
    public long Finished => run.Finished;

    /// <summary>Steps of the whole run: epochs × steps in an epoch.</summary>
    public long Total => run.Calendar.TotalSteps;

    /// <summary>
    /// The superposed ticket so far. Before the first ticket, and without a cyclic phase, a copy of the network as it is.
    /// </summary>
    public NetworkState Ticket => run.Superposed ?? Network.Snapshot();

    /// <summary>R_s, in (0, 1]: the share of the positions that have held a connection at any time so far (Liu et al., 2021).</summary>
    public double ExplorationRate => run.TopologyScheduler.ExplorationRate;

    /// <summary>
    /// One step on the loss that the constructor was given: forward, backward, optimizer, then the topology update, ticket and exploration
    /// that are due.
    /// </summary>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="InvalidOperationException">All steps are finished, or the constructor was given no loss.</exception>
    /// <exception cref="TrainingException">
    /// A number is not finite. Where it is the loss or a gradient, the parameters are as before.
    /// </exception>
    public double Step() =>
        Step(loss ?? throw new InvalidOperationException("the trainer was made without a loss: give each step its own"));

    /// <summary>As the other, on the loss of this mini-batch.</summary>
    /// <param name="batch">The loss, a scalar with gradient, from the scores of the network it is given.</param>
    /// <inheritdoc cref="Step()"/>
    public double Step(Func<SparseNetwork, Tensor> batch)
    {
        Network.train();
        return run.Step(() => batch(Network), samples: 0, snapshot: false, observer).Loss;
    }

    /// <summary>Steps to the end, each on the loss that the constructor was given.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the step was finished.</exception>
    /// <inheritdoc cref="Step()"/>
    public void Run(CancellationToken cancel)
    {
        while (Finished < Total)
        {
            cancel.ThrowIfCancellationRequested();
            Step();
        }
    }

    /// <summary>Writes everything that the run needs to go on; the file is complete or as it was before.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="TrainingException">A number is not finite, so that a run could not go on from it.</exception>
    public void SaveCheckpoint(string path) => CheckpointFile.Write(path, run.Save(), identity.Value, eventsLength: 0);

    /// <summary>
    /// Goes on from a checkpoint of the same options and module. With the same mini-batches, on a machine on which libtorch computes alike,
    /// the bits are those of a run that was not stopped. <see cref="Finished"/> tells which mini-batch comes next. Engines are chosen by
    /// the costs in the checkpoint, whatever <see cref="SparseNetwork.Costs"/> were. If libtorch computed convolutions without oneDNN, it
    /// does so from here on until the trainer is disposed; the observer is told, also where this cannot be restored. Random numbers that
    /// the module draws itself, such as those of a dropout, are not in the checkpoint. Of a method, criterion or rule of your own only the
    /// type and the public properties are compared.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint of this run; the trainer is as before.</exception>
    public void Resume(string path)
    {
        Checkpoint checkpoint = CheckpointFile.Read(path, identity.Value, OptionsIdentity.Difference).Checkpoint;
        run.Restore(checkpoint);
        using ResumedLibTorch? earlier = libTorch;
        bool? oneDnn = checkpoint.OneDnn ?? checkpoint.EngineCosts?.OneDnn;
        libTorch = ResumedLibTorch.Restore(oneDnn, Finished, LibTorchSafety.State, LibTorchSafety.GoWithoutOneDnn);
        // Asked in any case, so that what is told here is not told again by the next step.
        Warning? news = run.LibTorch.News(Finished);
        if ((libTorch.Note ?? news) is { } told) observer.On(told);
    }

    /// <summary>Writes <see cref="Ticket"/>; <see cref="TicketFile.Load"/> reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="description">What the ticket says of itself.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveTicket(string path, TicketDescription description) => TicketFile.Write(path, new(Ticket, description));

    /// <inheritdoc/>
    public void Dispose()
    {
        run.ParameterSet.Dispose();
        Network.Dispose();
        libTorch?.Dispose();
        joined.Dispose();
    }

    private sealed class NoObserver : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
        }
    }

    private sealed class OwnGradients(Func<SparseNetwork, Tensor>? loss) : IGradientSource
    {
        public void Accumulate(SparseNetwork network, int batches, int batchSize)
        {
            Func<SparseNetwork, Tensor> given = loss ?? throw new ArgumentException(
                "the method looks at losses before the first step: give the constructor one");
            MeanGradients.Of(network, batches, () => given(network));
        }
    }
}
