using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>The values that each key allows by itself: a table of names, or a range.</summary>
internal sealed class RecipeRanges(RecipeNames names, List<SettingError> errors)
{
    private const int MostThreads = 1024, LargestSide = 8192;
    private const string Positive = SettingChecks.Positive, NotNegative = SettingChecks.NotNegative, Fraction = SettingChecks.Fraction,
        Share = SettingChecks.Share;

    private readonly SettingChecks checks = new(errors);

    /// <summary>Adds an error for every key whose value is out of range.</summary>
    public void Check(Recipe recipe)
    {
        Number("threads", recipe.Threads, recipe.Threads is >= 0 and <= MostThreads, $"a whole number from 0 to {MostThreads}");
        Expect("name", Quoted(recipe.Name), recipe.Name.Trim().Length > 0, "a text that is not empty");
        Expect("device", Quoted(recipe.Device), DeviceName.IsOne(recipe.Device), DeviceName.Allowed);
        OneOf("engine", recipe.Engine, names.Engines);
        Data(recipe.Data);
        Expect("model.name", Quoted(recipe.Model.Name), names.IsModel(recipe.Model.Name), List(names.Models), NearestName.Suggest(
            recipe.Model.Name, names.Models));
        Number("model.width", recipe.Model.Width, recipe.Model.Width > 0, Positive);
        if (recipe.Model.NarrowedFrom is { } full) Number("model.narrowedFrom", full, full > 0, Positive);
        Ensemble(recipe.Model.Ensemble);
        Topology(recipe.Topology);
        recipe.Method.Check(checks.Under("method"));
        Optimizer(recipe.Optimizer);
        Schedule(recipe.Schedule);
        Superpose(recipe.Superpose);
        foreach (var (index, teacher) in recipe.Distill.Teachers.Index()) Expect(
            $"distill.teachers[{index}]", Quoted(teacher), teacher.Trim().Length > 0, "a ticket file, or the folder of a finished run");
        Number("distill.temperature", recipe.Distill.Temperature, recipe.Distill.Temperature > 0, Positive);
        Number("checkpoint.everyMinutes", recipe.Checkpoint.EveryMinutes, recipe.Checkpoint.EveryMinutes >= 0, NotNegative);
        Whole("checkpoint.everyEpochs", recipe.Checkpoint.EveryEpochs, least: 0);
        Whole("checkpoint.everySteps", recipe.Checkpoint.EverySteps, least: 0);
        Number("checkpoint.keep", recipe.Checkpoint.Keep, recipe.Checkpoint.Keep is 1 or 2, "1 or 2");
        Whole("evaluation.batch", recipe.Evaluation.Batch, least: 1);
        Whole("evaluation.everyEpochs", recipe.Evaluation.EveryEpochs, least: 0);
        OneOf("evaluation.calibration", recipe.Evaluation.Calibration, names.Calibrations);
        Whole("log.everySteps", recipe.Log.EverySteps, least: 1);
    }

    private void Data(DataOptions data)
    {
        OneOf("data.name", data.Name, names.DataSets);
        if (data.Folder is { } folder)
        {
            bool isPath = folder.Trim().Length > 0 && !folder.Contains('\0', StringComparison.Ordinal);
            Expect("data.folder", Quoted(folder), isPath, "a folder, or null");
        }

        Whole("data.trainSamples", data.TrainSamples ?? 1, least: 1);
        Whole("data.testSamples", data.TestSamples ?? 1, least: 1);
        Whole("data.validationSamples", data.ValidationSamples, least: 0);
        Number("data.imageSize", data.ImageSize, data.ImageSize is >= 1 and <= LargestSide, $"a whole number from 1 to {LargestSide}");
        Number("data.workers", data.Workers, data.Workers is >= 1 and <= MostThreads, $"a whole number from 1 to {MostThreads}");
        OneOf("data.onBadImage", data.OnBadImage, names.BadImages);
        if (data.Labels is not { } labels) return;
        Expect("data.labels", "[]", labels.Count > 0, "the class names in label order, or null");
        foreach (var (index, label) in labels.Index())
        {
            bool isNew = !string.IsNullOrWhiteSpace(label) && !labels.Take(index).Contains(label);
            Expect($"data.labels[{index}]", Quoted(label), isNew, "the name of a class, once");
        }
    }

    private void Ensemble(EnsembleOptions ensemble)
    {
        OneOf("model.ensemble.name", ensemble.Name, names.Ensembles);
        Whole("model.ensemble.members", ensemble.Members, least: 2);
        Number("model.ensemble.fastRate", ensemble.FastRate, ensemble.FastRate > 0, Positive);
        if (ensemble.Branch is { } branch)
            Expect("model.ensemble.branch", Quoted(branch), branch.Trim().Length > 0, "the name of a part, or null");
    }

    private void Topology(TopologyRecipe topology)
    {
        Number("topology.sparsity", topology.Sparsity, topology.Sparsity is >= 0 and < 1, Fraction);
        OneOf("topology.allocation", topology.Allocation, names.Allocations);
        OneOf("topology.counts", topology.Counts, names.Counts);
        foreach (var (index, layer) in topology.KeepDense.Index())
            Expect(
                $"topology.keepDense[{index}]", Quoted(layer), layer.Trim().Length > 0 && !topology.KeepDense.Take(index)
                    .Contains(layer), "the name of a layer, once");
    }

    private void Optimizer(OptimizerRecipe optimizer)
    {
        OneOf("optimizer.name", optimizer.Name, names.Optimizers);
        Number("optimizer.momentum", optimizer.Momentum, optimizer.Momentum is >= 0 and < 1, Fraction);
        Number("optimizer.weightDecay", optimizer.WeightDecay, optimizer.WeightDecay >= 0, NotNegative);
        OneOf("optimizer.decay", optimizer.Decay, names.Decays);
        Number("optimizer.beta1", optimizer.Beta1, optimizer.Beta1 is >= 0 and < 1, Fraction);
        Number("optimizer.beta2", optimizer.Beta2, optimizer.Beta2 is >= 0 and < 1, Fraction);
        Number("optimizer.epsilon", optimizer.Epsilon, optimizer.Epsilon > 0, Positive);
        Number("optimizer.labelSmoothing", optimizer.LabelSmoothing, optimizer.LabelSmoothing is >= 0 and < 1, Fraction);
    }

    private void Schedule(ScheduleRecipe schedule)
    {
        Whole("schedule.epochs", schedule.Epochs, least: 1);
        Whole("schedule.batch", schedule.Batch, least: 1);
        Number("schedule.learningRate", schedule.LearningRate, schedule.LearningRate > 0, Positive);
        Whole("schedule.warmupEpochs", schedule.WarmupEpochs, least: 0);
        foreach (var (index, share) in schedule.Milestones.Index())
            Number(
                $"schedule.milestones[{index}]", share, share is > 0 and <= 1 && (index == 0 || share > schedule.Milestones[index - 1]),
                Share + ", each above the one before");
        foreach (var (index, epoch) in (schedule.MilestoneEpochs ?? []).Index())
            Expect(
                $"schedule.milestoneEpochs[{index}]", Shown(epoch), epoch > (index == 0 ? 0 : schedule.MilestoneEpochs![index - 1]),
                "a whole number of at least 1, each above the one before");
        Number("schedule.factor", schedule.Factor, schedule.Factor is > 0 and <= 1, Share);
    }

    private void Superpose(SuperposeRecipe superpose)
    {
        Number("superpose.share", superpose.Share, superpose.Share is > 0 and <= 1, Share);
        Whole("superpose.cycleEpochs", superpose.CycleEpochs, least: 1);
        Number("superpose.lowRate", superpose.LowRate, superpose.LowRate > 0, Positive);
        Number("superpose.highRate", superpose.HighRate, superpose.HighRate > 0, Positive);
        OneOf("superpose.rate", superpose.Rate, names.RateShapes);
        OneOf("superpose.explore", superpose.Explore, names.Explorations);
        Number("superpose.exploreFraction", superpose.ExploreFraction, superpose.ExploreFraction is > 0 and <= 1, Share);
        foreach (var (index, criteria) in superpose.ExploreCriteria.Index())
        {
            if (criteria.Drop is { } drop) OneOf($"superpose.exploreCriteria[{index}].drop", drop, names.DropCriteria);
            if (criteria.Grow is { } grow) OneOf($"superpose.exploreCriteria[{index}].grow", grow, names.GrowCriteria);
        }

        OneOf("superpose.averaging", superpose.Averaging, names.AveragingRules);
        Number("superpose.beta", superpose.Beta, superpose.Beta is >= 0 and < 1, Fraction);
        OneOf("superpose.prune", superpose.Prune, names.Prunings);
        OneOf("superpose.batchNorm", superpose.BatchNorm, names.BatchNormStatistics);
    }

    private static string Shown(IFormattable value) => SettingChecks.Shown(value);

    private static string Quoted(string value) => SettingChecks.Quoted(value);

    private static string List(IReadOnlyList<string> known) => string.Join(", ", known);

    private void Number(string path, double value, bool inside, string allowed) => checks.Number(path, value, inside, allowed);

    private void Whole(string path, int value, int least) => checks.Whole(path, value, least);

    private void OneOf(string path, string value, IReadOnlyList<string> known) => checks.OneOf(path, value, known);

    private void Expect(string path, string value, bool holds, string allowed, string? suggestion = null) =>
        checks.Expect(path, value, holds, allowed, suggestion);
}
