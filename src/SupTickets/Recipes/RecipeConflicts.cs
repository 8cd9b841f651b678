using System.Globalization;
using SupTickets.Values;

namespace SupTickets.Recipes;

/// <summary>Settings that are each in range and still cannot go together.</summary>
internal sealed class RecipeConflicts(RecipeNames names, List<RecipeError> errors)
{
    /// <summary>Adds an error for every pair of settings that contradict each other.</summary>
    public void Check(Recipe recipe)
    {
        Data(recipe.Data, recipe.Schedule);
        Method(recipe.Method, recipe.Topology, Math.Max(1, recipe.Schedule.Epochs));
        Optimizer(recipe.Optimizer, recipe.Method);
        if (recipe.Engine == "sparse" && recipe.Device != "cpu")
            errors.Add(new("engine", "\"sparse\"", $"auto or dense, since the sparse engine computes on the CPU and device is {recipe.Device}"));
        if (recipe.Method.Name != "small-dense" && recipe.Model.NarrowedFrom is { } full)
            errors.Add(new("model.narrowedFrom", Text($"{full}"), $"absent, since it is what method.name small-dense sets, and method.name is {recipe.Method.Name}"));
        Ensemble(recipe);
        Phases(recipe);
        if (recipe.Superpose is { Enabled: true } superpose)
        {
            Explorations(superpose, recipe);
            Expect("superpose.highRate", superpose.HighRate, superpose.HighRate >= superpose.LowRate, Text($"at least superpose.lowRate, {superpose.LowRate}"));
        }
    }

    private void Explorations(SuperposeRecipe superpose, Recipe recipe)
    {
        foreach (var (index, criteria) in superpose.ExploreCriteria.Index())
        {
            string path = $"superpose.exploreCriteria[{index}]";
            if (recipe.Method.Name is "snfs" or "dsr" && (criteria.Drop is null) != (criteria.Grow is null))
                errors.Add(new(path, "one of drop and grow", $"both or none, since {recipe.Method.Name} has a way of its own to move connections"));
            if (criteria.Grow == "momentum" && recipe.Optimizer.Name == "sgd")
                Expect("optimizer.momentum", recipe.Optimizer.Momentum, recipe.Optimizer.Momentum > 0, $"above 0, since {path}.grow is momentum");
        }
    }

    private void Data(DataRecipe data, ScheduleRecipe schedule)
    {
        if (names.DataSetsInFolders.Contains(data.Name) && string.IsNullOrWhiteSpace(data.Folder))
            errors.Add(new("data.folder", data.Folder is null ? "null" : $"\"{data.Folder}\"", $"the folder that holds {data.Name}"));
        if (data.DropLast && data.TrainSamples is >= 1 and var samples)
            Expect("schedule.batch", schedule.Batch, schedule.Batch <= samples, $"at most the {samples} of data.trainSamples, since data.dropLast leaves out the incomplete batch");
    }

    private void Method(MethodRecipe method, TopologyRecipe topology, int epochs)
    {
        if (method.Name == "dense")
            Expect("topology.sparsity", topology.Sparsity, topology.Sparsity == 0, "0, since method.name is dense");
        if (method.DropSchedule != "constant")
            Expect("method.finalDropFraction", method.FinalDropFraction, method.FinalDropFraction <= method.DropFraction, Text($"at most method.dropFraction, {method.DropFraction}"));
        if (method.Name is "snfs" or "dsr")
        {
            if (method.Drop is { } drop) errors.Add(new("method.drop", $"\"{drop}\"", $"null, since {method.Name} has a way of its own to drop connections"));
            if (method.Grow is { } grow) errors.Add(new("method.grow", $"\"{grow}\"", $"null, since {method.Name} has a way of its own to grow connections"));
        }

        if (method.Name == "small-dense" && topology.KeepDense.Count > 0)
            errors.Add(new("topology.keepDense", string.Join(", ", topology.KeepDense), "nothing, since the width of method.name small-dense is that of a network whose layers are all sparse"));

        if (method.Name == "gmp")
        {
            double pruned = method.Gmp.EndEpochIn(epochs);
            Expect("method.gmp.endEpoch", pruned, pruned > method.Gmp.StartEpoch, Text($"above method.gmp.startEpoch, {method.Gmp.StartEpoch}"));
        }

        if (method.Name != "granet") return;
        double end = method.GraNet.EndEpochIn(epochs);
        Expect("method.graNet.endEpoch", end, end > method.GraNet.StartEpoch, Text($"above method.graNet.startEpoch, {method.GraNet.StartEpoch}"));
        Expect("method.graNet.initialSparsity", method.GraNet.InitialSparsity, method.GraNet.InitialSparsity <= topology.Sparsity, Text($"at most topology.sparsity, {topology.Sparsity}"));
    }

    private void Ensemble(Recipe recipe)
    {
        string name = recipe.Model.Ensemble.Name;
        if (name == "none") return;
        if (recipe.Engine == "sparse") errors.Add(new("engine", "\"sparse\"", $"auto or dense, since model.ensemble.name is {name}, which the sparse engine does not compute"));
        if (recipe.Method.Name == "small-dense")
            errors.Add(new("model.ensemble.name", $"\"{name}\"", "none, since method.name small-dense is one narrower network"));
        if (recipe.Distill.Teachers.Count > 0)
            errors.Add(new("model.ensemble.name", $"\"{name}\"", "none, since distill.teachers are there, who teach one network"));
        if (recipe.Model.Ensemble.Branch is { } branch && name != "tree-net")
            errors.Add(new("model.ensemble.branch", $"\"{branch}\"", $"null, since model.ensemble.name is {name}, which has no branches"));
    }

    private void Optimizer(OptimizerRecipe optimizer, MethodRecipe method)
    {
        if (optimizer.Name != "sgd") return;
        if (optimizer.Nesterov) Expect("optimizer.momentum", optimizer.Momentum, optimizer.Momentum > 0, "above 0, since optimizer.nesterov is on");
        if (method.Grow == "momentum") Expect("optimizer.momentum", optimizer.Momentum, optimizer.Momentum > 0, "above 0, since method.grow is momentum");
        if (method.Name == "snfs") Expect("optimizer.momentum", optimizer.Momentum, optimizer.Momentum > 0, "above 0, since method.name is snfs");
    }

    private void Phases(Recipe recipe)
    {
        int epochs = recipe.Schedule.Epochs;
        if (epochs < 1) return;
        int normal = epochs - (recipe.Superpose is { Enabled: true, CycleEpochs: >= 1, Share: > 0 and <= 1 } superpose ? superpose.CyclesIn(epochs) * superpose.CycleEpochs : 0);
        Expect("superpose.share", recipe.Superpose.Share, normal > 0, Text($"less: the cyclic phase takes all {Counted.Of(epochs, "epoch")} and leaves no normal phase"));
        if (normal < 1) return;
        Expect("schedule.warmupEpochs", recipe.Schedule.WarmupEpochs, recipe.Schedule.WarmupEpochs < normal, $"fewer than the {Counted.Of(normal, "epoch")} of the normal phase");
        if (recipe.Method.Name == "granet")
            Expect("method.graNet.endEpoch", recipe.Method.GraNet.EndEpochIn(epochs), recipe.Method.GraNet.EndEpochIn(epochs) <= normal, $"at most the {Counted.Of(normal, "epoch")} of the normal phase, or the final sparsity is never reached");
        if (recipe.Method.Name == "gmp")
            Expect("method.gmp.endEpoch", recipe.Method.Gmp.EndEpochIn(epochs), recipe.Method.Gmp.EndEpochIn(epochs) <= normal, $"at most the {Counted.Of(normal, "epoch")} of the normal phase, or the final sparsity is never reached");
    }

    private void Expect(string path, IFormattable value, bool holds, string allowed)
    {
        if (!holds) errors.Add(new(path, value.ToString(null, CultureInfo.InvariantCulture), allowed));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
