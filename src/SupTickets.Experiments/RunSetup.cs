using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>The objects that a run of a recipe needs. Making them starts nothing.</summary>
internal sealed class RunSetup : IDisposable
{
    private readonly Seed seed;
    private readonly SparseNetwork mirror;
    private readonly IGradientSource gradients;
    private readonly FlopMeter flops = new();
    private readonly IReadOnlyList<SparseNetwork> teachers;

    /// <summary>
    /// Makes the objects of <paramref name="recipe"/>, which has been checked. Where its engine is <c>auto</c>,
    /// <paramref name="costs"/> decide.
    /// </summary>
    /// <exception cref="DataException">The data cannot be opened.</exception>
    /// <exception cref="SettingException">Settings that only the data or the machine can refuse.</exception>
    internal RunSetup(Recipe recipe, EngineCosts costs)
        : this(recipe, costs, new DataAccess())
    {
    }

    /// <summary>As the other, with data opened as <paramref name="access"/> says.</summary>
    /// <inheritdoc cref="RunSetup(Recipe, EngineCosts)"/>
    internal RunSetup(Recipe recipe, EngineCosts costs, DataAccess access)
    {
        Recipe = recipe;
        seed = new(recipe.Seed);
        Data = DataSets.Open(recipe.Data, seed.For("data"), access);
        Device device = Hardware.Open(recipe.Device);
        Network = NetworkOf(recipe, Data, device, costs);
        mirror = NetworkOf(recipe, Data, device, costs);
        mirror.Empty();
        ParameterSet = new(Network);
        ImageShape shape = Data.Train.Shape;
        SettingRefusal.Of("data", $"images of {shape}", "images that the network can take", () => Network.Measure(shape));
        BatchOptions batching = new() { Augment = recipe.Data.Augment, DropLast = recipe.Data.DropLast, Workers = recipe.Data.Workers };
        Batches = SettingRefusal.Of(
            "schedule.batch", $"{recipe.Schedule.Batch}", "a size that suits the data",
            () => new BatchLoader(Data.Train, recipe.Schedule.Batch, seed.For("batches"), batching));
        Require(recipe);
        teachers = Teachers.Load(recipe, Data.Train, teacher => Prepare(teacher, recipe, Data, device, costs));
        Options = recipe.ToTraining(Batches.BatchesPerEpoch);
        Calendar = Options.Phases;
        Method = Options.Method.In(Options.MethodContext);
        gradients = new LossGradients(Data.Train, seed.For("snip"), recipe.Data.Augment, flops);
        StateEvaluator = StateEvaluator.Of(recipe, mirror, Data);
    }

    internal Recipe Recipe { get; private set; }

    internal ImageData Data { get; }

    internal SparseNetwork Network { get; }

    internal ParameterSet ParameterSet { get; }

    internal BatchLoader Batches { get; }

    internal TrainingOptions Options { get; }

    internal CycleCalendar Calendar { get; }

    internal SparseMethod Method { get; }

    internal StateEvaluator StateEvaluator { get; }

    /// <summary>Connections of the final ticket in the layers that share the budget.</summary>
    internal long FinalBudget => Density.FromSparsity(Recipe.Topology.Sparsity).CountOf(Network.Positions);

    /// <summary>Writes the class names into the recipe of a new run. From then on they decide what its outputs mean.</summary>
    internal void RecordLabels() => Recipe = Recipe with { Data = Recipe.Data with { Labels = Data.Train.Classes } };

    public void Dispose()
    {
        ParameterSet.Dispose();
        Network.Dispose();
        mirror.Dispose();
        foreach (SparseNetwork teacher in teachers) teacher.Dispose();
    }

    /// <summary>Draws weights and initial topology for a new run.</summary>
    internal TopologyUpdated Initialize()
    {
        Network.Initialize(seed.For("weights"));
        Method.Initial.Apply(Network, Method.InitialDensity, gradients, seed.For("topology"));
        if (Options.Draw == ConnectionDraw.Exact)
            TopologyAudit.RequireCount("the initial network", Method.InitialDensity.CountOf(Network.Positions), Network.Connections);
        return new(
            0, "initial", Network.Positions - Network.Connections, 0, Network.Connections,
            [.. Network.Layers.Select(layer => (long)layer.Weight.Connectivity.Count)],
            (double)Network.Connections / Network.Positions);
    }

    /// <summary>Inference FLOPs of the final ticket over dense, if the allocation decides them; null if the weights do.</summary>
    internal double? PlannedFlopsRatio()
    {
        if (Method.Budget is not null || Method.Update is not (null or DropAndGrowUpdate)) return null;
        if (Method.Initial is FullTopology) return 1;
        if (Method.Initial is not AllocatedTopology allocated) return null;
        Dictionary<string, int> counts = allocated.Plan(Network, Method.InitialDensity).Layers
            .ToDictionary(layer => layer.Name, layer => layer.Count);
        double sparse = Network.Layers.Sum(
            layer => (double)layer.Module.UsesPerSample * counts.GetValueOrDefault(layer.Name, layer.Weight.Shape.Positions));
        return sparse / Network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Shape.Positions);
    }

    /// <summary>Warnings that can be given before anything is drawn or computed.</summary>
    internal IReadOnlyList<Warning> EarlyWarnings() =>
    [
        .. RecipeWarnings.Of(Recipe, Data.Train, Calendar, Method.InitialDensity.Value),
        .. RecipeWarnings.Topology(Network, Method, FinalBudget),
    ];

    internal TrainerParts Parts() => new()
    {
        // Without the warnings of empty layers: the run gives those itself once connections are drawn.
        Run = SparseRun.Of(
            Network, ParameterSet, Method, Options, flops, RecipeWarnings.Of(Recipe, Data.Train, Calendar, Method.InitialDensity.Value)),
        Engines = new(Network, Network.EngineBatchSize!.Value, Data.Train.Shape),
        Loss = teachers.Count == 0
            ? new ClassificationLoss(Network, Data.Train.Shape, Recipe.Optimizer.LabelSmoothing)
            : new DistillationLoss(Network, Data.Train.Shape, Recipe.Optimizer.LabelSmoothing, teachers, Recipe.Distill.Temperature),
        Batches = Batches,
        BoundaryEvaluator = new(
            StateEvaluator, StatisticsBatches(), new(StateEvaluator, SamplesToCheck()),
            BatchNormStatistics.All[Recipe.Superpose.BatchNorm]),
        EvaluateEveryEpochs = Recipe.Evaluation.EveryEpochs,
        MeasuresEnsemble = Recipe.Evaluation.Ensemble,
    };

    private BatchLoader StatisticsBatches() => new(
        Data.Train, Recipe.Schedule.Batch, seed.For("batch-norm statistics"),
        new() { Augment = Recipe.Data.Augment, DropLast = Recipe.Data.DropLast, Workers = Recipe.Data.Workers });

    // Drawn at random, since image folders are sorted by class.
    private ImageSelection SamplesToCheck() =>
        new(Data.Train, seed.For("samples to check").Stream().NextSubset(
            Data.Train.Count, Math.Min(AverageCheck.Samples, Data.Train.Count)));

    // Checks that need the data and the network.
    private void Require(Recipe recipe)
    {
        List<SettingError> errors = [];
        errors.AddRange(SingleSamples(recipe));
        long copies = Network.Heads;
        decimal numbers = (decimal)copies * BatchOf(recipe, Data) * Data.Train.Shape.Length;
        if (numbers > Limit.BatchNumbers.Most)
            errors.Add(new(
                "model.ensemble.members", $"{copies}, for each of whom a batch is repeated: {numbers} numbers",
                Limit.BatchNumbers.Allowed));
        errors.AddRange(LargeBatches(recipe));
        if (Network.Sparsifiable.Count == 0) errors.Add(new("topology.keepDense", "every layer", "all but at least one layer"));
        else if (FinalBudget == 0) errors.Add(new(
            "topology.sparsity", $"{recipe.Topology.Sparsity}",
            $"a sparsity that leaves at least one of the {Network.Positions} connections"));
        if (errors.Count > 0) throw new SettingException(errors);
    }

    // Training batches are checked where they are made. These would only be made long after the run has begun.
    private IEnumerable<SettingError> LargeBatches(Recipe recipe)
    {
        int size = recipe.Evaluation.Batch, scored = recipe.Method.Snip.BatchSize;
        if ((BatchLoader.Misfit(Data.Test, size) ?? (Data.Validation is { } held ? BatchLoader.Misfit(held, size) : null)) is { } measured)
            yield return new("evaluation.batch", $"{size}", $"a smaller one: {measured}");
        if (recipe.Method.ToMethod() is Snip && BatchLoader.Misfit(Data.Train, scored) is { } scoring)
            yield return new("method.snip.batchSize", $"{scored}", $"a smaller one: {scoring}");
    }

    // Batch norm needs two values in each channel. A single image has them if its maps have several pixels, which only the network knows.
    private IEnumerable<SettingError> SingleSamples(Recipe recipe)
    {
        int samples = Data.Train.Count;
        bool alone = BatchOf(recipe, Data) == 1;
        bool rest = !recipe.Data.DropLast && samples % recipe.Schedule.Batch == 1;
        int scored = Math.Min(recipe.Method.Snip.BatchSize, samples);
        bool scoring = recipe.Method.ToMethod() is Snip
            && (scored == 1 || (samples % scored == 1 && recipe.Method.Snip.Batches > samples / scored));
        if (!(alone || rest || scoring) || Network.NormsOfOneValue(Data.Train.Shape) is not [var norm, ..]) yield break;
        string why = $"batch norm '{norm.Place}' would have a single value in each channel there, which it cannot normalise";
        if (samples == 1) yield return new("data.trainSamples", "1", $"at least 2: {why}");
        else if (alone) yield return new("schedule.batch", "1", $"at least 2: {why}");
        else if (rest)
            yield return new("schedule.batch", $"{recipe.Schedule.Batch}", $"a size that does not leave a single one of the {samples} "
                + $"training samples for an epoch's last batch, or data.dropLast: {why}");
        if (scoring && samples > 1)
            yield return new(
                "method.snip.batchSize", $"{recipe.Method.Snip.BatchSize}",
                $"a size that leaves no single one of the {samples} training samples for a batch: {why}");
    }

    /// <summary>Samples in a full training batch, for which engines are chosen.</summary>
    internal static int BatchOf(Recipe recipe, ImageData data) => Math.Min(recipe.Schedule.Batch, data.Train.Count);

    private static SparseNetwork NetworkOf(Recipe recipe, ImageData data, Device device, EngineCosts costs)
    {
        nn.Module<Tensor, Tensor> module = ModelSetting.Built(
            recipe.Model, () => ModuleOf(recipe.Model, recipe.Model.Name, data.Train.Classes.Count, data.Train.Shape));
        SparseNetwork network = SettingRefusal.Of(
            "topology.keepDense", $"[{string.Join(", ", recipe.Topology.KeepDense.Select(SettingChecks.Quoted))}]",
            "names of the network's layers",
            () => new SparseNetwork(module, recipe.Topology.KeepDense));
        Prepare(network, recipe, data, device, costs);
        return network;
    }

    // Teachers compute as the network in training does.
    private static void Prepare(SparseNetwork network, Recipe recipe, ImageData data, Device device, EngineCosts costs)
    {
        network.Engine = Engines.All[recipe.Engine];
        network.Costs = costs;
        network.EngineBatchSize = BatchOf(recipe, data);
        network.to(device);
    }

    /// <summary>The module that a recipe's model section describes; its architecture is called <paramref name="name"/>.</summary>
    internal static nn.Module<Tensor, Tensor> ModuleOf(ModelOptions model, string name, int classes, ImageShape input) => Ensembles.Create(
        model.Ensemble.Name, model.Ensemble.Members, model.Ensemble.FastRate, model.Ensemble.Branch, () =>
            ModelTable.Create(name, classes, input, model.Width));

    /// <summary>FLOPs of one sample through a state of <paramref name="network"/>, compared with the dense network of its model.</summary>
    internal static InferenceCost CostOf(SparseNetwork network, NetworkState state, IImageDataset data, ModelOptions model) =>
        InferenceCost.Of(
            network,
            state,
            data.Shape,
            model.NarrowedFrom is { } width
                ? () => new(ModelSetting.Built(
                    model, () => ModuleOf(model with { Width = width }, model.Name, data.Classes.Count, data.Shape)))
                : null);
}
