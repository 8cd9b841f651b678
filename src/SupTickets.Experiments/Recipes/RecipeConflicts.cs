using System.Globalization;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>Finds settings that are each in range and contradict each other.</summary>
internal sealed class RecipeConflicts(RecipeNames names, List<SettingError> errors)
{
    /// <summary>Adds an error for every pair of settings that contradict each other.</summary>
    public void Check(Recipe recipe)
    {
        Data(recipe.Data, recipe.Schedule);
        Method(recipe);
        Optimizer(recipe.Optimizer);
        if (IsSparse(recipe) && recipe.Device != "cpu")
            errors.Add(
                new("engine", "\"sparse\"", $"auto or dense, since the sparse engine computes on the CPU and device is {recipe.Device}"));
        if (recipe.Method.Name != SmallDense.MethodName && recipe.Model.NarrowedFrom is { } full)
            errors.Add(new(
                "model.narrowedFrom", Text($"{full}"),
                $"absent, since it is what method.name small-dense sets, and method.name is {recipe.Method.Name}"));
        Ensemble(recipe);
        Phases(recipe);
        if (recipe.Superpose is { Enabled: true } superpose)
        {
            Explorations(superpose, recipe);
            Expect("superpose.highRate", superpose.HighRate, superpose.HighRate >= superpose.LowRate, Text(
                $"at least superpose.lowRate, {superpose.LowRate}"));
        }
    }

    private void Explorations(SuperposeRecipe superpose, Recipe recipe)
    {
        foreach (var (index, criteria) in superpose.ExploreCriteria.Index())
        {
            string path = $"superpose.exploreCriteria[{index}]";
            if (SparseMethods.HasOwnMove(recipe.Method.Name) && (criteria.Drop is null) != (criteria.Grow is null))
                errors.Add(new(
                    path, "one of drop and grow", $"both or none, since {recipe.Method.Name} has a way of its own to move connections"));
            if (criteria.Grow is { } grow && Criteria.Grow.Find(grow)?.Value is MomentumGrowth && Optimizers.IsSgd(recipe.Optimizer))
                Expect(
                    "optimizer.momentum", recipe.Optimizer.Momentum, recipe.Optimizer.Momentum > 0,
                    $"above 0, since {path}.grow is momentum");
        }
    }

    private void Data(DataOptions data, ScheduleRecipe schedule)
    {
        if (names.DataSetsInFolders.Contains(data.Name) && string.IsNullOrWhiteSpace(data.Folder))
            errors.Add(new("data.folder", data.Folder is null ? "null" : $"\"{data.Folder}\"", $"the folder that holds {data.Name}"));
        if (DataSets.All.Find(data.Name)?.Value.MostGenerated is { } generated)
        {
            // With N training samples and V for validation, N + V are generated.
            int most = generated - Math.Clamp(data.ValidationSamples, 0, generated - 1);
            string held = data.ValidationSamples > 0 ? ", less the data.validationSamples" : "";
            if (data.TrainSamples is { } train)
                Expect("data.trainSamples", train, train <= most, Text($"at most {most}: the {generated} that can be generated{held}"));
            if (data.TestSamples is { } test)
                Expect("data.testSamples", test, test <= generated, Text($"at most the {generated} that can be generated"));
        }

        if (data.DropLast && data.TrainSamples is >= 1 and var samples)
            Expect(
                "schedule.batch", schedule.Batch, schedule.Batch <= samples,
                $"at most the {samples} of data.trainSamples, since data.dropLast leaves out the incomplete batch");
    }

    private void Method(Recipe recipe)
    {
        int epochs = Math.Max(1, recipe.Schedule.Epochs);
        double? momentum = Optimizers.IsSgd(recipe.Optimizer) ? recipe.Optimizer.Momentum : null;
        recipe.Method.CheckTogether(
            new(recipe.Topology.Sparsity, recipe.Topology.KeepDense, epochs, NormalEpochs(recipe), momentum), new(errors));
    }

    private void Ensemble(Recipe recipe)
    {
        string name = recipe.Model.Ensemble.Name;
        if (recipe.Model.Ensemble.IsNone) return;
        if (IsSparse(recipe))
            errors.Add(new(
                "engine", "\"sparse\"", $"auto or dense, since model.ensemble.name is {name}, which the sparse engine does not compute"));
        if (recipe.Method.Name == SmallDense.MethodName)
            errors.Add(new("model.ensemble.name", $"\"{name}\"", "none, since method.name small-dense is one narrower network"));
        if (recipe.Distill.Teachers.Count > 0)
            errors.Add(new("model.ensemble.name", $"\"{name}\"", "none, since distill.teachers are there, who teach one network"));
        if (recipe.Model.Ensemble.Branch is { } branch && Ensembles.All.Find(name) is not { Value.HasBranches: true })
            errors.Add(new("model.ensemble.branch", $"\"{branch}\"", $"null, since model.ensemble.name is {name}, which has no branches"));
    }

    private void Optimizer(OptimizerRecipe optimizer)
    {
        if (Optimizers.IsSgd(optimizer) && optimizer.Nesterov)
            Expect("optimizer.momentum", optimizer.Momentum, optimizer.Momentum > 0, "above 0, since optimizer.nesterov is on");
    }

    private void Phases(Recipe recipe)
    {
        int epochs = recipe.Schedule.Epochs;
        if (epochs < 1) return;
        int normal = NormalEpochs(recipe);
        Expect("superpose.share", recipe.Superpose.Share, normal > 0, Text(
            $"less: the cyclic phase takes all {Counted.Of(epochs, "epoch")} and leaves no normal phase"));
        if (normal < 1) return;
        Expect(
            "schedule.warmupEpochs", recipe.Schedule.WarmupEpochs, recipe.Schedule.WarmupEpochs < normal,
            $"fewer than the {Counted.Of(normal, "epoch")} of the normal phase");
    }

    private static bool IsSparse(Recipe recipe) => Engines.All.Find(recipe.Engine)?.Value == Engine.Sparse;

    private static int NormalEpochs(Recipe recipe)
    {
        int epochs = recipe.Schedule.Epochs;
        return recipe.Superpose is { Enabled: true, CycleEpochs: >= 1, Share: > 0 and <= 1 } superpose
            ? epochs - superpose.CyclesIn(epochs) * superpose.CycleEpochs
            : epochs;
    }

    private void Expect(string path, IFormattable value, bool holds, string allowed)
    {
        if (!holds) errors.Add(new(path, value.ToString(null, CultureInfo.InvariantCulture), allowed));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
