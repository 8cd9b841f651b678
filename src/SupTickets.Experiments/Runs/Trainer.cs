using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Runs a <see cref="SparseRun"/> on batches of data, measures snapshots at the ends of epochs and cycles, and stores checkpoints and
/// tickets. Every change of the run comes before any measurement, so that a run cancelled while measuring resumes with the same bits.
/// </summary>
/// <param name="parts">The run, its data and its measurement.</param>
/// <param name="store">Where checkpoints and tickets are kept.</param>
/// <param name="policy">When checkpoints are due.</param>
/// <param name="observer">Told what happens.</param>
internal sealed class Trainer(TrainerParts parts, ITrainingStore store, CheckpointPolicy policy, ITrainingObserver observer)
{
    private readonly SparseRun run = parts.Run;
    private readonly List<TrainingEvent> history = [];
    private long savedStep = -1;
    private double savedSeconds;
    private NetworkState? unmeasured;
    private Warning? atEnd;

    /// <summary>Trains from the start, or from <paramref name="checkpoint"/>, to the end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the step was finished and a checkpoint written first.</exception>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public TrainingResult Run(Checkpoint? checkpoint, CancellationToken cancel)
    {
        if (checkpoint is not null) Restore(checkpoint);
        run.Begin();
        savedSeconds = run.Seconds;
        var calendar = run.Calendar;
        NetworkEngines engines = parts.Engines.Now();
        observer.On(new RunStarted(run.Finished, calendar.TotalSteps, calendar.StepsPerEpoch, Resumed: checkpoint is not null, engines)
        {
            At = TimeProvider.System.GetUtcNow(),
            Machine = Machine.Here(get_num_threads()),
            LibTorch = run.LibTorch.Now,
        });
        Tell(run.LibTorch.News(run.Finished));
        if (checkpoint is null) run.TellEarlyWarnings(new Listener(this));
        FreedMemory.GiveBack();
        try
        {
            if (unmeasured is not null) Measure(cancel);
            while (run.Finished < calendar.TotalSteps) RunEpoch(cancel);
            run.Network.ReleaseMemory();
            MeasureEnd(cancel);
            NetworkState final = run.Superposed is { } superposed
                ? parts.BoundaryEvaluator.Kept(superposed, cancel)
                : run.Network.Snapshot();
            IReadOnlyList<ReliabilityBin> reliability = parts.BoundaryEvaluator.Reliability(final, cancel);
            EnsembleReport? ensemble = MeasureEnsemble(cancel);
            Diversity? members = parts.BoundaryEvaluator.MemberDiversity(final, cancel);
            if (savedStep != run.Finished) SaveCheckpoint();
            observer.On(new RunFinished(run.Finished, run.Seconds) { At = TimeProvider.System.GetUtcNow() });
            return new(
                final, run.Tickets?.Superposition.Accumulation?.Tickets ?? 0, [.. history], run.Finished, run.Seconds,
                run.Flops.Total + KeepingFlops(final), run.Flops.Dense, run.TopologyScheduler.ExplorationRate)
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

    // Not added to the meter: a checkpoint may hold its figures, and a run resumed at its end would count the pass twice.
    private double KeepingFlops(NetworkState final) =>
        run.Superposed is null ? 0 : FlopMeter.Forward(run.Network, final, parts.BoundaryEvaluator.SamplesToKeep);

    private void RunEpoch(CancellationToken cancel)
    {
        int epoch = (int)(run.Finished / run.Calendar.StepsPerEpoch);
        int first = (int)(run.Finished % run.Calendar.StepsPerEpoch);
        run.Network.train();
        foreach (Batch batch in parts.Batches.Epoch(epoch, first))
        {
            cancel.ThrowIfCancellationRequested();
            Step(batch);
            // Measuring writes a checkpoint itself; without measuring one may be due here.
            if (unmeasured is not null) Measure(cancel);
            else if (IsCheckpointDue()) SaveCheckpoint();
        }
    }

    private void Step(Batch batch)
    {
        StepOutcome step = run.Step(() => parts.Loss.Of(batch), batch.Count, IsMonitored(run.Finished + 1), new Listener(this));
        run.Flops.AddBesides(parts.Loss.FlopsBesides, batch.Count);
        unmeasured = step.Snapshot;
        if (run.TopologyScheduler.ChangesAfter(run.Finished)) FreedMemory.Collect();
        if (step.Cycle is { } cycle) store.SaveTicket(cycle, step.Snapshot!);
        Tell(parts.Engines.News(run.Finished));
    }

    // At the end of every so many epochs, and at the end of the last.
    private bool IsMonitored(long finished)
    {
        if (parts.EvaluateEveryEpochs == 0 || finished % run.Calendar.StepsPerEpoch != 0) return false;
        return finished / run.Calendar.StepsPerEpoch % parts.EvaluateEveryEpochs == 0 || finished == run.Calendar.TotalSteps;
    }

    private bool IsCheckpointDue() => policy.IsDue(run.Finished, TimeSpan.FromSeconds(run.Seconds - savedSeconds));

    private void Measure(CancellationToken cancel)
    {
        // Training and measuring take turns, and so does their memory.
        run.Network.ReleaseMemory();
        NetworkState network = unmeasured!;
        List<TrainingEvent> measured = [];
        Warning? warning = null;
        if (run.Tickets?.CycleAt(run.Finished) is { } cycle)
        {
            var superposition = run.Tickets.Superposition;
            measured.Add(parts.BoundaryEvaluator.Ticket(run.Finished, cycle, network, cancel));
            (TicketSuperposed superposed, warning) = parts.BoundaryEvaluator.Superposition(
                run.Finished, superposition.Accumulation!.Tickets, superposition.ConnectionsBeforePruning, superposition.Ticket!, network,
                cancel);
            measured.Add(superposed);
        }
        else
        {
            measured.Add(parts.BoundaryEvaluator.Monitor(run.Finished, network, cancel));
        }

        parts.BoundaryEvaluator.Release();
        FreedMemory.GiveBack();
        unmeasured = null;
        Tell(run.LibTorch.News(run.Finished));
        history.AddRange(measured);
        foreach (TrainingEvent happened in measured) observer.On(happened);
        Tell(warning);
        if (measured.Count > 1 || IsCheckpointDue()) SaveCheckpoint();
    }

    // Without tickets the network itself is the result, and its last measurement may have been on the validation part.
    private void MeasureEnd(CancellationToken cancel)
    {
        TrainingEvent? last = history.LastOrDefault(happened => happened is not Warning);
        bool known = last is TicketSuperposed or Evaluated { Set: "test" } && last.Step == run.Finished;
        if (known || run.Superposed is not null) return;
        Evaluated measured = parts.BoundaryEvaluator.Test(run.Finished, run.Network.Snapshot(), cancel);
        history.Add(measured);
        observer.On(measured);
    }

    // Not part of the history, so that a run stopped here measures it after resuming.
    private EnsembleReport? MeasureEnsemble(CancellationToken cancel)
    {
        int[] cycles = [.. history.OfType<TicketTaken>().Select(taken => taken.Cycle)];
        if (!parts.MeasuresEnsemble || cycles.Length < 2) return null;
        List<NetworkState> tickets = [];
        foreach (int cycle in cycles)
        {
            if (Kept(cycle, out string defect) is { } ticket) tickets.Add(ticket);
            else
            {
                atEnd = new(run.Finished, "ensemble", $"the ticket of cycle {cycle} {defect}, so the tickets are not measured together");
                observer.On(atEnd);
                return null;
            }
        }

        return parts.BoundaryEvaluator.Ensemble(tickets, cancel);
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

    // Warnings are stored with the measurements, so that the final figures also have those of earlier processes.
    private void Tell(TrainingEvent? happened)
    {
        if (happened is Warning warning && !history.Contains(warning)) history.Add(warning);
        if (happened is not null) observer.On(happened);
    }

    private void SaveCheckpoint()
    {
        Checkpoint checkpoint = run.Save() with { Unmeasured = unmeasured, History = [.. history] };
        // Told before the checkpoint is stored, since the checkpoint records the length of the log after this line.
        observer.On(new CheckpointWritten(run.Finished));
        store.Save(checkpoint);
        (savedStep, savedSeconds) = (run.Finished, run.Seconds);
    }

    private void Restore(Checkpoint checkpoint)
    {
        CheckpointFit fit = new(run);
        fit.Require(checkpoint);
        fit.RequireMeasured(checkpoint, parts.SamplesBy(checkpoint.Step));
        run.Restore(checkpoint);
        unmeasured = checkpoint.Unmeasured;
        history.AddRange(checkpoint.History);
    }

    private sealed class Listener(Trainer trainer) : ITrainingObserver
    {
        public void On(TrainingEvent happened) => trainer.Tell(happened);
    }
}
