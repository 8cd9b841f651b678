using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>The composition root: makes the objects of a recipe's run and runs it.</summary>
public static class Experiment
{
    /// <summary>What a recipe comes to in steps and connections; opens the data, trains nothing.</summary>
    /// <exception cref="SettingException">The recipe cannot be run.</exception>
    /// <exception cref="DataException">The data cannot be opened.</exception>
    public static ExperimentPlan Plan(Recipe recipe)
    {
        // Images are checked only where bad ones are left out, since only that changes the plan.
        ImageChecks checks = recipe.Data.LeavesOutBadImages ? ImageChecks.All : ImageChecks.None;
        DataAccess access = new() { Checks = checks, KeptIn = DataAccess.UserCache() };
        // A plan is the same on every device, so it is made on the CPU, also for a device that this machine lacks.
        using RunSetup setup = SetUp(Resolve(recipe) with { Device = DeviceName.Cpu }, EngineCosts.Committed, access);
        CycleCalendar calendar = setup.Calendar;
        return new(
            calendar.Epochs,
            calendar.StepsPerEpoch,
            calendar.NormalSteps,
            calendar.Cycles,
            calendar.CycleSteps,
            calendar.TotalSteps,
            LearningRatePlan.Milestones(recipe.Schedule, calendar),
            setup.Network.Positions,
            setup.FinalBudget,
            setup.PlannedFlopsRatio())
        {
            Warnings = [.. setup.EarlyWarnings().Select(warning => warning.Message)],
        };
    }

    /// <summary>Trains <paramref name="recipe"/> in a new run folder.</summary>
    /// <param name="recipe">What to run.</param>
    /// <param name="folder">The run folder; empty or not there yet.</param>
    /// <param name="observers">Told what happens, besides the run's own logs.</param>
    /// <param name="cancel">Finishes the step, writes a checkpoint and ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SettingException">The recipe cannot be run; nothing was written.</exception>
    /// <exception cref="DataException">
    /// The data cannot be opened or, before the first checkpoint, read; nothing was left behind.
    /// </exception>
    /// <exception cref="RunFolderException">The folder is not empty; nothing was written.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the last checkpoint stays.</exception>
    public static RunSummary Train(Recipe recipe, string folder, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel) =>
        Train(recipe, folder, EngineCosts.Here, observers, cancel);

    /// <summary>
    /// As the other, with engines chosen by <paramref name="costs"/> where the recipe's engine is <c>auto</c>; the run folder keeps them.
    /// </summary>
    /// <inheritdoc cref="Train(Recipe, string, IReadOnlyList{ITrainingObserver}, CancellationToken)"/>
    public static RunSummary Train(
        Recipe recipe, string folder, EngineCosts costs, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel)
    {
        RunClaim.RequireFree(folder);
        return Train(recipe, () => RunClaim.New(folder), costs, observers, cancel);
    }

    /// <summary>As the other, in a folder that is claimed once recipe and data have been checked.</summary>
    /// <param name="recipe">What to run.</param>
    /// <param name="take">Claims the run folder; the claim is disposed here.</param>
    /// <param name="costs">
    /// The costs by which engines are chosen where the recipe's engine is <c>auto</c>; the run folder keeps them.
    /// </param>
    /// <param name="observers">Told what happens, besides the run's own logs.</param>
    /// <param name="cancel">Finishes the step, writes a checkpoint and ends with <see cref="OperationCanceledException"/>.</param>
    /// <inheritdoc cref="Train(Recipe, string, IReadOnlyList{ITrainingObserver}, CancellationToken)"/>
    public static RunSummary Train(
        Recipe recipe, Func<RunClaim> take, EngineCosts costs, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel)
    {
        new RecipeValidator(RecipeTables.Names).CheckNew(recipe);
        Recipe resolved = Resolve(recipe);
        using IDisposable joined = LibTorchSafety.Join();
        Warning[] notes = ResumedLibTorch.Beside(0, LibTorchSafety.State) is { } beside ? [beside] : [];
        using RunSetup setup = SetUp(resolved, costs, Watched(0, observers, cancel));
        setup.RecordLabels();
        using RunClaim claim = take();
        claim.Begin(setup.Recipe, costs, DataFingerprint.Of(setup.Data, cancel));
        try
        {
            return claim.Folder.Written(() => RunExecution.Run(setup, setup.Recipe, claim.Folder, from: null, notes, observers, cancel));
        }
        catch (DataException) when (!File.Exists(claim.Folder.Checkpoint))
        {
            claim.Discard();
            throw;
        }
    }

    /// <summary>
    /// Goes on with the run in <paramref name="folder"/> from its last checkpoint, or from the start if there is none; a finished run is
    /// only read.
    /// </summary>
    /// <inheritdoc cref="Train(Recipe, string, IReadOnlyList{ITrainingObserver}, CancellationToken)"/>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another recipe.</exception>
    /// <exception cref="RunFolderException">There is no run; or it has finished, and the settings name a checkpoint.</exception>
    public static RunSummary Resume(string folder, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel) =>
        Resume(folder, Hardware.AsRecorded, observers, cancel);

    /// <summary>
    /// As the other, on <paramref name="hardware"/>. The recipe keeps what was recorded, but layers that libtorch computes may differ in
    /// the last bits.
    /// </summary>
    /// <inheritdoc cref="Resume(string, IReadOnlyList{ITrainingObserver}, CancellationToken)"/>
    public static RunSummary Resume(
        string folder, Hardware hardware, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel) =>
        Resume(folder, new ResumeSettings(), hardware, observers, cancel);

    /// <summary>As the other, from the checkpoint and with the data folder that <paramref name="settings"/> name.</summary>
    /// <inheritdoc cref="Resume(string, Hardware, IReadOnlyList{ITrainingObserver}, CancellationToken)"/>
    public static RunSummary Resume(
        string folder, ResumeSettings settings, Hardware hardware, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel)
    {
        RunFolder run = RunFolder.Open(folder);
        if (File.Exists(run.Metrics))
        {
            settings.RequireReading(folder);
            RunSummary finished = run.ReadMetrics();
            if (settings.DataFolder is not null) ResumeChecks.RequireFolder(run.ParseRecipe().Data);
            return finished;
        }

        using RunClaim claim = RunClaim.Of(run);
        Recipe recipe = RecipeOf(run, settings.DataFolder);
        var from = RunCheckpoints.Read(run, settings.From, RecipeJson.Write(recipe));
        Recipe used = hardware.In(recipe);
        new RecipeValidator(RecipeTables.Names).Check(used);
        long step = from?.Checkpoint.Step ?? 0;
        bool? oneDnn = LoggedLibTorch.OneDnnAt(ResumeChecks.EventsOf(run, settings.From), step) ?? from?.Checkpoint.OneDnn;
        using IDisposable joined = LibTorchSafety.Join();
        using ResumedLibTorch libTorch = ResumedLibTorch.Restore(oneDnn, step, LibTorchSafety.State, LibTorchSafety.GoWithoutOneDnn);
        using RunSetup setup = SetUp(used, ResumeChecks.CostsOf(run, from?.Checkpoint), Watched(step, observers, cancel));
        List<Warning> notes = [.. ResumeChecks.Of(run, setup.Data, recipe, settings, step)];
        if (ResumeChecks.CostsAreLost(run, from?.Checkpoint, recipe) is { } lost) notes.Add(new(step, "engines", lost));
        if (libTorch.Note is { } note) notes.Add(note);
        if (settings.DataFolder is not null) run.MoveData(recipe);
        RunCheckpoints.Settle(run, settings.From);
        return run.Written(() => RunExecution.Run(setup, recipe, run, from, notes, observers, cancel));
    }

    /// <summary>
    /// Measures a ticket, that of a run folder or a file, on the test set of its recipe or on <paramref name="instead"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">The ticket is damaged.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit the ticket.</exception>
    public static EvaluationReport Evaluate(string path, DataOptions? instead, IProgress<double>? progress, CancellationToken cancel) =>
        Evaluate(path, instead, null, Hardware.AsRecorded, progress, cancel);

    /// <summary>
    /// As the other, with the bins of <paramref name="calibration"/>, null for those of the recipe, and on <paramref name="hardware"/>.
    /// </summary>
    /// <inheritdoc cref="Evaluate(string, DataOptions, IProgress{double}, CancellationToken)"/>
    public static EvaluationReport Evaluate(
        string path, DataOptions? instead, Calibration? calibration, Hardware hardware, IProgress<double>? progress,
        CancellationToken cancel)
    {
        TicketArgument given = TicketArgument.Read(path);
        Ticket ticket = given.Ticket;
        using var scope = NewDisposeScope();
        using OpenedTicket opened = OpenedTicket.Open(given, instead, cancel);
        opened.MoveTo(hardware);
        IImageDataset test = opened.Data.Test;
        DirectProgress<long>? told = progress is null ? null : new(done => progress.Report((double)done / test.Count));
        MetricsAccumulator figures = new(calibration ?? Calibration.All[opened.Recipe.Evaluation.Calibration]);
        Evaluator.Measure(opened.Network, BatchLoader.InOrder(test, opened.Recipe.Evaluation.Batch), test.Shape, figures, told, cancel);
        InferenceCost cost = RunSetup.CostOf(opened.Network, ticket.State, test, opened.Recipe.Model);
        return new(figures.Metrics, figures.Reliability, ticket.Density, ticket.State.Connections, cost.Flops, cost.Flops / cost.Dense)
        {
            Labels = ticket.Description.Labels,
            Notes = opened.Data.Notes,
        };
    }

    /// <summary>
    /// The network of a ticket, ready to compute, on the CPU. Its engine is <see cref="Engine.Auto"/>, whatever its run used, chosen by the
    /// committed costs for each size of batch separately: few images may be computed densely, and more of them on the connections alone.
    /// <see cref="SparseNetwork.Choose"/> tells which engine computes; <see cref="SparseNetwork.Engine"/> and
    /// <see cref="SparseNetwork.EngineBatchSize"/> fix it. The scores of the engines differ in the last bits.
    /// </summary>
    /// <param name="path">A ticket file.</param>
    /// <exception cref="InvalidDataException">The ticket is damaged.</exception>
    public static SparseNetwork Load(string path)
    {
        Ticket ticket = TicketFile.Read(path);
        SparseNetwork network = TicketNetwork.Of(path, ticket, TicketNetwork.RecipeOf(path, ticket).Model);
        network.Engine = Layers.Engine.Auto;
        return network;
    }

    /// <summary>
    /// The recipe as it is written into the run folder: with every value that this machine decides, and with the narrower width of
    /// <c>small-dense</c>.
    /// </summary>
    /// <exception cref="SettingException">The recipe cannot be run.</exception>
    /// <exception cref="DataException">
    /// <c>small-dense</c> needs to know the number of classes, and the folder that tells it cannot be opened.
    /// </exception>
    public static Recipe Resolve(Recipe recipe)
    {
        new RecipeValidator(RecipeTables.Names).Check(recipe);
        return SmallDenseWidth.Narrow(recipe, () => ClassesOf(recipe), DataSets.ShapeOf(recipe.Data)) with
        {
            Threads = recipe.Threads == 0 ? Environment.ProcessorCount : recipe.Threads,
            // Earlier versions also recorded a folder for data that lies in none.
            Data = recipe.Data.Folder is { } folder
                ? recipe.Data
                    with
                { Folder = RecipeTables.Names.DataSetsInFolders.Contains(recipe.Data.Name) ? Path.GetFullPath(folder) : null }
                : recipe.Data,
            Distill = Teachers.Resolve(recipe.Distill),
        };
    }

    private static int ClassesOf(Recipe recipe) =>
        DataSets.All[recipe.Data.Name].Classes
        ?? DataSets.Open(recipe.Data, new Seed(recipe.Seed).For("data")).Train.Classes.Count;

    private static RunSetup SetUp(Recipe recipe, EngineCosts costs, DataAccess access)
    {
        set_num_threads(recipe.Threads);
        return new(recipe, costs, access);
    }

    private static DataAccess Watched(long step, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancel)
    {
        Observers all = new(observers);
        return new()
        {
            Checks = ImageChecks.All,
            KeptIn = DataAccess.UserCache(),
            Progress = new DirectProgress<ImageCheckProgress>(seen => all.On(new ImagesChecked(step, seen.Done, seen.Total, seen.Bad))),
            Cancel = cancel,
        };
    }

    private static Recipe RecipeOf(RunFolder run, string? dataFolder)
    {
        try
        {
            Recipe recipe = RecipeJson.Read(run.ReadRecipe());
            if (dataFolder is null && ResumeChecks.Missing(run, recipe.Data) is { } missing) throw missing;
            if (dataFolder is not null) ResumeChecks.RequireFolder(recipe.Data);
            return Resolve(dataFolder is null ? recipe : recipe with { Data = recipe.Data with { Folder = dataFolder } });
        }
        catch (SettingException defect)
        {
            throw new InvalidDataException($"{run.Recipe}: {defect.Message}", defect);
        }
    }

    private sealed class DirectProgress<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
