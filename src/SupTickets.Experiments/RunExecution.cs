using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.LibTorch;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Experiments;

/// <summary>Runs a <see cref="RunSetup"/> in its folder: logs, training, the ultimate ticket, the final figures and the report.</summary>
internal static class RunExecution
{
    /// <summary>Runs to the end, or to a cancellation, after which the folder holds a checkpoint and a report.</summary>
    /// <param name="setup">The objects of the run.</param>
    /// <param name="recipe">The recipe as the run folder has it.</param>
    /// <param name="run">The run folder, which this process has claimed.</param>
    /// <param name="from">The checkpoint to go on from; null to begin.</param>
    /// <param name="notes">Warnings that are known already.</param>
    /// <param name="observers">Told what happens, besides the run's own logs.</param>
    /// <param name="cancel">Finishes the step, writes a checkpoint and ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the last checkpoint stays.</exception>
    internal static RunSummary Run(
        RunSetup setup,
        Recipe recipe,
        RunFolder run,
        (Checkpoint Checkpoint, long EventsLength)? from,
        IReadOnlyList<Warning> notes,
        IReadOnlyList<ITrainingObserver> observers,
        CancellationToken cancel)
    {
        using JsonLinesLog log = from is { } saved
            ? JsonLinesLog.OpenAt(run.Events, saved.EventsLength, recipe.Log.EverySteps, RecipeIdentity.Of(recipe))
            : JsonLinesLog.Create(run.Events, recipe.Log.EverySteps, RecipeIdentity.Of(recipe));
        using TensorBoardLog? board = !recipe.Log.TensorBoard ? null
            : from is { } cut ? TensorBoardLog.OpenAt(run.TensorBoard, cut.Checkpoint.TensorBoardLength, recipe.Log.EverySteps)
            : TensorBoardLog.Create(run.TensorBoard, recipe.Log.EverySteps);
        Observers all = new([log, .. board is null ? Array.Empty<ITrainingObserver>() : [board], .. observers]);
        IImageDataset data = setup.Data.Train;
        TicketDescription description = new(recipe.Model.Name, data.Shape, data.Classes.Count, RecipeJson.Write(recipe))
        {
            Labels = data.Classes,
            Normalization = DataSets.PreparationOf(recipe.Data.Name).Normalization,
        };
        RunStore store = new(run, log, board, description, recipe.Checkpoint.Keep);
        foreach (Warning note in notes) all.On(note);
        if (log.Damage is { } damage) all.On(new Warning(from?.Checkpoint.Step ?? 0, "events", damage));
        if (from is null)
        {
            foreach (string note in setup.Data.Notes) all.On(new Warning(0, "data", note));
            all.On(setup.Initialize());
        }

        Trainer trainer = new(setup.Parts(), store, new(recipe.Checkpoint, setup.Calendar.StepsPerEpoch), all);
        TrainingResult result;
        try
        {
            result = trainer.Run(from?.Checkpoint, cancel);
        }
        catch (OperationCanceledException)
        {
            HtmlReport.Write(run.Report, ReadRecord(run, recipe, summary: null, all));
            throw;
        }

        store.SaveUltimate(result.Final);
        InferenceCost cost = RunSetup.CostOf(setup.Network, result.Final, setup.Data.Test, recipe.Model);
        RunRecord record = ReadRecord(run, recipe, RunSummary.Of(recipe, result, cost), all);
        RunSummary summary = record.Summary!.With(record.History) with { LibTorch = LibTorchSafety.State };
        HtmlReport.Write(run.Report, record with { Summary = summary });
        // Written last: by this file a finished run is told from one to go on with.
        run.WriteMetrics(summary);
        return summary;
    }

    // A damaged log stops no run: what it lacks is left out of the report, with a note.
    private static RunRecord ReadRecord(RunFolder run, Recipe recipe, RunSummary? summary, Observers all)
    {
        RunRecord record = RunRecord.Read(run, recipe, summary);
        foreach (string damage in record.Damage) all.On(new Warning(record.History.LastStep, "report", damage));
        return record;
    }
}
