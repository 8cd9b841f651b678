using System.Globalization;
using SupTickets.Values;

namespace SupTickets.Recipes;

/// <summary>What each key allows by itself: a table of names, or a range.</summary>
internal sealed class RecipeRanges(RecipeNames names, List<RecipeError> errors)
{
    private const int MostThreads = 1024, LargestSide = 8192;
    private const string Positive = "a finite number above 0", NotNegative = "a finite number of at least 0";
    private const string Fraction = "a number in [0, 1)", Share = "a number in (0, 1]", Unit = "a number in [0, 1]";

    /// <summary>Adds an error for every key whose value is out of range.</summary>
    public void Check(Recipe recipe)
    {
        Number("threads", recipe.Threads, recipe.Threads is >= 0 and <= MostThreads, $"a whole number from 0 to {MostThreads}");
        Expect("name", Quoted(recipe.Name), recipe.Name.Trim().Length > 0, "a text that is not empty");
        Expect("device", Quoted(recipe.Device), DeviceName.IsOne(recipe.Device), DeviceName.Allowed);
        OneOf("engine", recipe.Engine, names.Engines);
        Data(recipe.Data);
        Expect("model.name", Quoted(recipe.Model.Name), names.IsModel(recipe.Model.Name), List(names.Models), NearestName.Suggest(recipe.Model.Name, names.Models));
        Number("model.width", recipe.Model.Width, recipe.Model.Width > 0, Positive);
        if (recipe.Model.NarrowedFrom is { } full) Number("model.narrowedFrom", full, full > 0, Positive);
        Ensemble(recipe.Model.Ensemble);
        Topology(recipe.Topology);
        Method(recipe.Method);
        Optimizer(recipe.Optimizer);
        Schedule(recipe.Schedule);
        Superpose(recipe.Superpose);
        foreach (var (index, teacher) in recipe.Distill.Teachers.Index()) Expect($"distill.teachers[{index}]", Quoted(teacher), teacher.Trim().Length > 0, "a ticket file, or the folder of a finished run");
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

    private void Data(DataRecipe data)
    {
        OneOf("data.name", data.Name, names.DataSets);
        if (data.Folder is { } folder) Expect("data.folder", Quoted(folder), folder.Trim().Length > 0, "a folder, or null");
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

    private void Ensemble(EnsembleRecipe ensemble)
    {
        OneOf("model.ensemble.name", ensemble.Name, names.Ensembles);
        Whole("model.ensemble.members", ensemble.Members, least: 2);
        Number("model.ensemble.fastRate", ensemble.FastRate, ensemble.FastRate > 0, Positive);
        if (ensemble.Branch is { } branch) Expect("model.ensemble.branch", Quoted(branch), branch.Trim().Length > 0, "the name of a part, or null");
    }

    private void Topology(TopologyRecipe topology)
    {
        Number("topology.sparsity", topology.Sparsity, topology.Sparsity is >= 0 and < 1, Fraction);
        OneOf("topology.allocation", topology.Allocation, names.Allocations);
        OneOf("topology.counts", topology.Counts, names.Counts);
        foreach (var (index, layer) in topology.KeepDense.Index())
            Expect($"topology.keepDense[{index}]", Quoted(layer), layer.Trim().Length > 0 && !topology.KeepDense.Take(index).Contains(layer), "the name of a layer, once");
    }

    private void Method(MethodRecipe method)
    {
        OneOf("method.name", method.Name, names.Methods);
        Whole("method.updateInterval", method.UpdateInterval, least: 1);
        Number("method.stopShare", method.StopShare, method.StopShare is > 0 and <= 1, Share);
        Number("method.dropFraction", method.DropFraction, method.DropFraction is > 0 and <= 1, Share);
        OneOf("method.dropSchedule", method.DropSchedule, names.DropSchedules);
        Number("method.finalDropFraction", method.FinalDropFraction, method.FinalDropFraction is >= 0 and <= 1, Unit);
        if (method.Drop is { } drop) OneOf("method.drop", drop, names.DropCriteria);
        if (method.Grow is { } grow) OneOf("method.grow", grow, names.GrowCriteria);
        Whole("method.snip.batches", method.Snip.Batches, least: 1);
        Whole("method.snip.batchSize", method.Snip.BatchSize, least: 1);
        OneOf("method.snip.weights", method.Snip.Weights, names.SnipWeights);
        Number("method.graNet.initialSparsity", method.GraNet.InitialSparsity, method.GraNet.InitialSparsity is >= 0 and < 1, Fraction);
        Number("method.graNet.startEpoch", method.GraNet.StartEpoch, method.GraNet.StartEpoch >= 0, NotNegative);
        if (method.GraNet.EndEpoch is { } end) Number("method.graNet.endEpoch", end, end > 0, Positive);
        Number("method.gmp.startEpoch", method.Gmp.StartEpoch, method.Gmp.StartEpoch >= 0, NotNegative);
        if (method.Gmp.EndEpoch is { } pruned) Number("method.gmp.endEpoch", pruned, pruned > 0, Positive);
        Number("method.dsr.threshold", method.Dsr.Threshold, method.Dsr.Threshold > 0, Positive);
        Whole("method.dsr.target", method.Dsr.Target ?? 1, least: 1);
        foreach (var (index, share) in method.Dsr.PeriodDoublesAt.Index())
            Number($"method.dsr.periodDoublesAt[{index}]", share, share is > 0 and <= 1 && (index == 0 || share > method.Dsr.PeriodDoublesAt[index - 1]), Share + ", each above the one before");
        Number("method.dsr.endShare", method.Dsr.EndShare, method.Dsr.EndShare is > 0 and <= 1, Share);
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
            Number($"schedule.milestones[{index}]", share, share is > 0 and <= 1 && (index == 0 || share > schedule.Milestones[index - 1]), Share + ", each above the one before");
        foreach (var (index, epoch) in (schedule.MilestoneEpochs ?? []).Index())
            Expect($"schedule.milestoneEpochs[{index}]", Shown(epoch), epoch > (index == 0 ? 0 : schedule.MilestoneEpochs![index - 1]), "a whole number of at least 1, each above the one before");
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

    private static string Shown(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Quoted(string value) => $"\"{value}\"";

    private static string List(IReadOnlyList<string> known) => string.Join(", ", known);

    private void Number(string path, double value, bool inside, string allowed) => Expect(path, Shown(value), inside && double.IsFinite(value), allowed);

    private void Whole(string path, int value, int least) => Expect(path, Shown(value), value >= least, $"a whole number of at least {least}");

    private void OneOf(string path, string value, IReadOnlyList<string> known) =>
        Expect(path, Quoted(value), known.Contains(value), List(known), NearestName.Suggest(value, known));

    private void Expect(string path, string value, bool holds, string allowed, string? suggestion = null)
    {
        if (!holds) errors.Add(new(path, value, allowed, suggestion));
    }
}
