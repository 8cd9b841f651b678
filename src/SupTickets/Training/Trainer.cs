using System.Diagnostics;
using SupTickets.Data;
using SupTickets.Evaluation;
using SupTickets.Layers;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// The loop: [batch → forward → backward → optimizer → topology] for every step; where an epoch or cycle ends, a snapshot is
/// taken, superposed and measured. All that changes the run happens before anything is measured, so a run cancelled while
/// measuring goes on with the same bits.
/// </summary>
/// <param name="line">The wired parts.</param>
/// <param name="store">Where checkpoints and tickets are kept.</param>
/// <param name="policy">When checkpoints are due.</param>
/// <param name="observer">Told what happens.</param>
public sealed class Trainer(TrainingLine line, ITrainingStore store, CheckpointPolicy policy, ITrainingObserver observer)
{
    private readonly Stopwatch clock = new();
    private readonly List<TrainingEvent> history = [];
    private double earlierSeconds;
    private double epochLoss;
    private long finished;
    private long savedStep = -1;
    private TimeSpan lastCheckpoint;
    private NetworkState? unmeasured;
    private Warning? atEnd;

    private double Seconds => earlierSeconds + clock.Elapsed.TotalSeconds;

    /// <summary>Trains from the start, or from <paramref name="checkpoint"/>, to the end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the step was finished and a checkpoint written first.</exception>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public TrainingResult Run(Checkpoint? checkpoint, CancellationToken cancel)
    {
        clock.Start();
        if (checkpoint is null) line.Topologist.Begin();
        else Restore(checkpoint);
        var calendar = line.Calendar;
        NetworkEngines engines = line.Engines.Now();
        observer.On(new RunStarted(finished, calendar.TotalSteps, calendar.StepsPerEpoch, Resumed: checkpoint is not null, engines)
        {
            At = TimeProvider.System.GetUtcNow(),
            Machine = Machine.Here(get_num_threads()),
            LibTorch = line.LibTorch.Now,
        });
        Tell(line.LibTorch.News(finished));
        if (checkpoint is null)
        {
            foreach (Warning warning in line.Foreseen) Tell(warning);
            Tell(line.Empty.News(finished));
        }

        try
        {
            if (unmeasured is not null) Measure(cancel);
            while (finished < line.Calendar.TotalSteps) RunEpoch(cancel);
            MeasureEnd(cancel);
            NetworkState final = line.Tickets?.Superposition.Ticket is { } superposed
                ? line.Examiner.Kept(superposed, cancel)
                : line.Network.Snapshot();
            IReadOnlyList<ReliabilityBin> reliability = line.Examiner.Reliability(final, cancel);
            EnsembleReport? ensemble = MeasureEnsemble(cancel);
            Diversity? members = line.Examiner.MemberDiversity(final, cancel);
            if (savedStep != finished) SaveCheckpoint();
            observer.On(new RunFinished(finished, Seconds) { At = TimeProvider.System.GetUtcNow() });
            return new(final, line.Tickets?.Superposition.Accumulation?.Tickets ?? 0, [.. history], finished, Seconds, line.Flops.Total + KeepingFlops(final), line.Flops.Dense, line.Topologist.ExplorationRate)
            {
                Reliability = reliability,
                Ensemble = ensemble,
                MemberDiversity = members,
                Warnings = [.. history.OfType<Warning>(), .. atEnd is null ? Array.Empty<Warning>() : [atEnd]],
            };
        }
        catch (OperationCanceledException)
        {
            SaveCheckpoint();
            throw;
        }
    }

    // Not in the meter, whose figures a checkpoint may hold: a run that goes on from its end would count the pass twice.
    private double KeepingFlops(NetworkState final) =>
        line.Tickets?.Superposition.Ticket is null ? 0 : FlopMeter.Forward(line.Network, final, line.Examiner.SamplesToKeep);

    private void RunEpoch(CancellationToken cancel)
    {
        int epoch = (int)(finished / line.Calendar.StepsPerEpoch);
        int first = (int)(finished % line.Calendar.StepsPerEpoch);
        line.Network.Train();
        foreach (Batch batch in line.Batches.Epoch(epoch, first))
        {
            cancel.ThrowIfCancellationRequested();
            Step(batch, epoch);
            // Where something is measured, the measuring saves; elsewhere a checkpoint may be due.
            if (unmeasured is not null) Measure(cancel);
            else if (policy.IsDue(finished, clock.Elapsed - lastCheckpoint)) SaveCheckpoint();
        }
    }

    private void Step(Batch batch, int epoch)
    {
        double rate = line.LearningRate(finished);
        bool captured = line.Topologist.Prepare(finished + 1);
        double loss = line.Steps.Run(() => Loss(batch), rate, finished);
        line.Flops.Add(line.Network, batch.Count, captured);
        line.Flops.AddBesides(line.Loss, batch.Count);
        finished++;
        epochLoss += loss;
        observer.On(new StepFinished(finished, epoch, loss, rate));
        if (line.Topologist.ChangesAfter(finished)) line.Steps.RequireFinite(finished);
        TellOfTopology(line.Topologist.Update(finished));
        Snapshot(epoch);
        TellOfTopology(line.Topologist.Explore(finished));
        Tell(line.Engines.News(finished));
    }

    // A convolution that is used for the first time may fail its check: that is said before anything comes of the step.
    private Tensor Loss(Batch batch)
    {
        try
        {
            return line.Loss.Of(batch);
        }
        finally
        {
            Tell(line.LibTorch.News(finished));
        }
    }

    // The ticket is taken after the step's update and before the next cycle's exploration.
    private void Snapshot(int epoch)
    {
        bool epochEnds = finished % line.Calendar.StepsPerEpoch == 0;
        int? cycle = line.Tickets?.CycleAt(finished);
        if (epochEnds)
        {
            observer.On(new EpochFinished(finished, epoch, epochLoss / line.Calendar.StepsPerEpoch, Seconds));
            epochLoss = 0;
        }

        if (cycle is null && !IsMonitored(epoch, epochEnds)) return;
        line.Steps.RequireFinite(finished);
        unmeasured = line.Network.Snapshot();
        if (cycle is not { } number) return;
        line.Tickets!.Superposition.Add(unmeasured);
        Tell(line.Empty.News(finished, line.Tickets.Superposition.Ticket!));
        store.SaveTicket(number, unmeasured);
    }

    private bool IsMonitored(int epoch, bool epochEnds) =>
        epochEnds && line.EvaluateEveryEpochs > 0 && ((epoch + 1) % line.EvaluateEveryEpochs == 0 || finished == line.Calendar.TotalSteps);

    private void Measure(CancellationToken cancel)
    {
        NetworkState network = unmeasured!;
        List<TrainingEvent> measured = [];
        Warning? warning = null;
        if (line.Tickets?.CycleAt(finished) is { } cycle)
        {
            var superposition = line.Tickets.Superposition;
            measured.Add(line.Examiner.Ticket(finished, cycle, network, cancel));
            (TicketSuperposed superposed, warning) = line.Examiner.Superposition(
                finished, superposition.Accumulation!.Tickets, superposition.ConnectionsBeforePruning, superposition.Ticket!, network, cancel);
            measured.Add(superposed);
        }
        else
        {
            measured.Add(line.Examiner.Monitor(finished, network, cancel));
        }

        line.Examiner.Release();
        unmeasured = null;
        Tell(line.LibTorch.News(finished));
        history.AddRange(measured);
        foreach (TrainingEvent happened in measured) observer.On(happened);
        Tell(warning);
        if (measured.Count > 1 || policy.IsDue(finished, clock.Elapsed - lastCheckpoint)) SaveCheckpoint();
    }

    // Without tickets the network itself is the result, and its last measurement may have been on the validation part.
    private void MeasureEnd(CancellationToken cancel)
    {
        TrainingEvent? last = history.LastOrDefault(happened => happened is not Warning);
        bool known = last is TicketSuperposed or Evaluated { Set: "test" } && last.Step == finished;
        if (known || line.Tickets?.Superposition.Ticket is not null) return;
        Evaluated measured = line.Examiner.Test(finished, line.Network.Snapshot(), cancel);
        history.Add(measured);
        observer.On(measured);
    }

    // Not part of the history, so that a run that is stopped here measures it when it goes on.
    private EnsembleReport? MeasureEnsemble(CancellationToken cancel)
    {
        int[] cycles = [.. history.OfType<TicketTaken>().Select(taken => taken.Cycle)];
        if (!line.MeasuresEnsemble || cycles.Length < 2) return null;
        List<NetworkState> tickets = [];
        foreach (int cycle in cycles)
        {
            if (Kept(cycle, out string defect) is { } ticket) tickets.Add(ticket);
            else
            {
                atEnd = new(finished, "ensemble", $"the ticket of cycle {cycle} {defect}, so the tickets are not measured together");
                observer.On(atEnd);
                return null;
            }
        }

        return line.Examiner.Ensemble(tickets, cancel);
    }

    private NetworkState? Kept(int cycle, out string defect)
    {
        defect = "is gone";
        try
        {
            return store.FindTicket(cycle);
        }
        catch (InvalidDataException damage)
        {
            defect = $"is damaged ({damage.Message})";
            return null;
        }
    }

    private void TellOfTopology(TopologyUpdated? moved)
    {
        if (moved is null) return;
        Tell(moved);
        Tell(line.Empty.News(finished));
    }

    // Warnings are kept as the measurements are, so that the figures at the end have those of earlier processes too.
    private void Tell(TrainingEvent? happened)
    {
        if (happened is Warning warning && !history.Contains(warning)) history.Add(warning);
        if (happened is not null) observer.On(happened);
    }

    private void SaveCheckpoint()
    {
        line.Steps.RequireFinite(finished);
        observer.On(new CheckpointWritten(finished));
        store.Save(new()
        {
            Step = finished,
            Network = line.Network.Snapshot(),
            Optimizer = finished == 0 ? [] : [.. line.Trainables.Save(line.Steps.StateNames)],
            DenseMomenta = [.. line.Network.Layers.Where(layer => layer.Weight.DenseMomentum is not null).Select(layer => (layer.WeightName, layer.Weight.DenseMomentumOnHost()))],
            EverConnected = [.. line.Network.Layers.Where(layer => layer.Weight.EverConnected is not null).Select(layer => (layer.WeightName, layer.Weight.EverConnected!.ToWords()))],
            MethodMemory = line.Topologist.Memory.Numbers.ToDictionary(),
            Accumulation = line.Tickets?.Superposition.Accumulation,
            Superposed = line.Tickets?.Superposition.Ticket,
            ConnectionsBeforePruning = line.Tickets?.Superposition.ConnectionsBeforePruning ?? 0,
            Unmeasured = unmeasured,
            History = [.. history],
            EpochLoss = epochLoss,
            Seconds = Seconds,
            TrainingFlops = line.Flops.Total,
            DenseTrainingFlops = line.Flops.Dense,
        });
        lastCheckpoint = clock.Elapsed;
        savedStep = finished;
    }

    private void Restore(Checkpoint checkpoint)
    {
        new CheckpointFit(line).Require(checkpoint);
        finished = checkpoint.Step;
        line.Network.Restore(checkpoint.Network);
        line.Trainables.Restore(checkpoint.Optimizer);
        Dictionary<string, float[]> momenta = checkpoint.DenseMomenta.ToDictionary(saved => saved.Weight, saved => saved.Values);
        foreach (SparseLayer layer in line.Network.Layers)
        {
            if (momenta.TryGetValue(layer.WeightName, out float[]? values)) layer.Weight.RestoreDenseMomentum(values);
        }

        Dictionary<string, int[]> connected = checkpoint.EverConnected.ToDictionary(saved => saved.Weight, saved => saved.Words);
        foreach (SparseLayer layer in line.Network.Sparsifiable)
            layer.Weight.RestoreEverConnected(PositionSet.FromWords(layer.Weight.Shape.Positions, connected[layer.WeightName]));

        line.Topologist.Memory.Restore(checkpoint.MethodMemory);
        if (line.Tickets is { } tickets)
        {
            tickets.Superposition.Accumulation = checkpoint.Accumulation;
            tickets.Superposition.Ticket = checkpoint.Superposed;
            tickets.Superposition.ConnectionsBeforePruning = checkpoint.ConnectionsBeforePruning;
        }

        foreach (SparseLayer layer in line.Network.Layers) TopologyAudit.RequireConsistent(layer.Name, layer.Weight);
        line.Empty.Remember(checkpoint.Superposed);
        unmeasured = checkpoint.Unmeasured;
        history.AddRange(checkpoint.History);
        epochLoss = checkpoint.EpochLoss;
        earlierSeconds = checkpoint.Seconds;
        line.Flops.Total = checkpoint.TrainingFlops;
        line.Flops.Dense = checkpoint.DenseTrainingFlops;
    }
}
