using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>train</c>: a recipe, made from a file, a preset and options, is run.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> folder = new("--out") { Description = "Run folder; by default the first free runs/NAME-N", HelpName = "DIR" };
        Option<bool> dryRun = new("--dry-run") { Description = "Print the resolved recipe and the plan in steps, and train nothing" };
        Option<bool> json = SharedOptions.Json();
        RecipeRequest recipe = new();
        DocumentedCommand command = new(
            "train",
            "Train a network, sparse from the first step to the last, and superpose the cheap tickets of its last cycles.",
            "suptickets train                                        # about a minute on two cores, generated data",
            "suptickets train --data cifar10 --data-dir data --model resnet20 --method rigl --sparsity 0.9 --epochs 40",
            "suptickets train cifar100-vgg16-granet --data-dir data --sparsity 0.8 --out runs/vgg16",
            "suptickets train my-recipe.json --no-superpose --set method.dropSchedule=cosine --set schedule.learningRate=0.05",
            "suptickets train cifar10-vgg16-rigl --data-dir data --dry-run --json    # the whole recipe, to start a file of your own from");
        recipe.AddTo(command);
        command.Add(folder);
        command.Add(dryRun);
        command.Add(json);
        command.SetAction(request => Run(
            terminal, recipe.Resolve(request, RecipeTables.Names), request.GetValue(folder), request.GetValue(dryRun),
            request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, Recipe recipe, string? folder, bool dryRun, bool json)
    {
        if (folder is not null) RunClaim.RequireFree(folder);
        if (dryRun) return Explain(terminal, recipe, json);
        TorchLibrary.Load();
        EngineCosts costs = EngineCostsFile.Current(terminal.Warn);
        string? target = null;
        return TrainingSession.Run(
            terminal, json, () => target, (view, observers, token) => Experiment.Train(recipe, () => Take(view), costs, observers, token));

        RunClaim Take(IProgressView view)
        {
            RunClaim claim = folder is null ? RunClaim.FirstFree(Path.Combine("runs", SafeName(recipe.Name))) : RunClaim.New(folder);
            target = folder ?? Path.GetRelativePath(".", claim.Folder.Path);
            view.Say($"{recipe.Name}: {recipe.Model.Name} on {recipe.Data.Name}, {recipe.Method.Name} at sparsity "
                + $"{recipe.Topology.Sparsity}, {Counted.Of(recipe.Schedule.Epochs, "epoch")}, seed {recipe.Seed} -> {target}");
            return claim;
        }
    }

    private static int Explain(Terminal terminal, Recipe recipe, bool json)
    {
        TorchLibrary.Load();
        recipe = Experiment.Resolve(recipe);
        ExperimentPlan? plan = PlanIfThereIsData(terminal, recipe);
        if (json)
        {
            terminal.WriteJson(new { recipe, plan });
            return ExitCode.Done;
        }

        terminal.WriteText(RecipeJson.Write(recipe));
        if (plan is null) return ExitCode.Done;
        terminal.WriteTable(["plan", ">"], FigureRows.Of(plan with { Warnings = [] }).Where(row => row[1].Length > 0));
        terminal.Warn(plan.Warnings);
        return ExitCode.Done;
    }

    // The plan needs the number of samples; without the data a dry run prints only the recipe.
    private static ExperimentPlan? PlanIfThereIsData(Terminal terminal, Recipe recipe)
    {
        try
        {
            ExperimentPlan plan = Experiment.Plan(recipe);
            if (Hardware.AllowedInsteadOf(recipe.Device) is { } here)
                terminal.Say($"suptickets: a plan for a machine that has {recipe.Device}; this one allows {here}");
            return plan;
        }
        catch (DataException missing)
        {
            terminal.Error.WriteLine($"suptickets: no plan in steps without the data: {missing.Message}");
            return null;
        }
    }

    private static string SafeName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'))
            .TrimStart('.');
}
