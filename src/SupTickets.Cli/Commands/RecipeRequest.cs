using System.CommandLine;
using SupTickets.Experiments.Recipes;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>The options of <c>train</c> that say what to train, and the recipe that results.</summary>
internal sealed class RecipeRequest
{
    private const string Demo = "demo", Allowed = "a JSON file, or a preset (suptickets list presets)";

    private readonly Argument<string?> source = new("RECIPE")
    {
        Description = "A JSON file, or a preset ('suptickets list presets'); without it the demo recipe, or with --model NAME the preset "
            + "base-NAME, whose model and data start anew when --model or --data is given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> superpose = new("--superpose") { Description = "With a cyclic phase, whose tickets are superposed" };
    private readonly Option<bool> noSuperpose =
        new("--no-superpose") { Description = "Without it: every epoch belongs to the normal phase" };
    private readonly Option<bool> tensorBoard = new("--tensorboard") { Description = "Write TensorBoard files into the run folder" };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "Change any other key of the recipe, as in --set superpose.cycleEpochs=4; repeatable",
        HelpName = "path.in.recipe=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(source);
        foreach (RecipeOption option in RecipeOption.All) command.Add(option.Option);
        foreach (Option option in new Option[] { superpose, noSuperpose, tensorBoard, set }) command.Add(option);
    }

    /// <summary>The recipe, changed as the options say and checked as a whole.</summary>
    /// <exception cref="RequestException">
    /// RECIPE does not exist, options contradict each other, or the recipe has errors; all of those are listed.
    /// </exception>
    public Recipe Resolve(ParseResult request, RecipeNames names)
    {
        string? name = request.GetValue(source);
        string? own = name is null ? BaseOf(request) : null;
        string json = name is null ? Presets.Json(own ?? Demo) : Read(name);
        List<(string Option, RecipeEdit Edit)> edits = [.. Edits(request, json, startsSectionsAnew: name is null)];
        try
        {
            Recipe recipe = RecipeJson.Read(json, edits.Select(change => change.Edit), new(names));
            RecipeOption place = RecipeOption.All.Single(option => option.Path == "data.folder");
            DataFolderArgument.Require(request.GetValue(place.Option), recipe.Data.Name);
            bool named = edits.Any(change => change.Edit.Path == "name") || (own is null && KeepsName(name, RecipeJson.Read(json), recipe));
            return named ? recipe : recipe with { Name = RecipeName.Of(recipe) };
        }
        catch (SettingException e)
        {
            // An error names the option if the user gave it, or could have: without a file, nothing else tells the recipe's keys.
            HashSet<string> given = [
                .. name is null ? RecipeOption.All.Select(option => option.Name) : edits.Select(change => change.Option)];
            IEnumerable<string> lines = e.Errors.Select(error =>
                RecipeOption.All.FirstOrDefault(option => option.Path == error.Path && given.Contains(option.Name)) is { } option
                    ? $"{option.Name}, {error}"
                    : error.ToString());
            string title = name is null ? "" : $"{name}: ";
            throw new RequestException(
                e.Errors.Count == 1 ? title + lines.Single()
                    : $"{title}{Counted.Of(e.Errors.Count, "error")}\n  {string.Join("\n  ", lines)}");
        }
    }

    // The demo's settings are for its own network.
    private static string? BaseOf(ParseResult request) =>
        request.GetValue(RecipeOption.All.Single(option => option.Path == "model.name").Option) is { } model ? Presets.BaseOf(model) : null;

    // The name of a preset or of the demo describes what it trains; the name in a file is its author's.
    private static bool KeepsName(string? source, Recipe before, Recipe after) =>
        source is null || (!File.Exists(source) && Presets.All.Names.Contains(source)) ? RecipeName.Fits(before, after)
            : before.Name != new Recipe().Name;

    private static string Read(string name)
    {
        // Standard input, and the path that a shell puts in place of <(…): pipes.
        if (name == "/dev/stdin" || name.StartsWith("/dev/fd/", StringComparison.Ordinal)) return File.ReadAllText(name);
        if (File.Exists(name)) return RegularFile.ReadText(PathArgument.Text("RECIPE", name, Allowed));
        if (Presets.All.Names.Contains(name)) return Presets.Json(name);
        if (Directory.Exists(name))
        {
            throw new RequestException(
                $"RECIPE: got '{name}', which is a folder; allowed: {Allowed}; an unfinished run goes on with: suptickets resume "
                + $"{ShellWord.Of(name)}");
        }

        throw new RequestException(
            $"RECIPE: got '{name}', which is neither a file nor a preset; allowed: {Allowed}{NearestName.Hint(name, Presets.All.Names)}");
    }

    private IEnumerable<(string Option, RecipeEdit Edit)> Edits(ParseResult request, string json, bool startsSectionsAnew)
    {
        if (request.GetValue(superpose) && request.GetValue(noSuperpose))
            throw new RequestException("--superpose and --no-superpose contradict each other");
        foreach (RecipeOption option in RecipeOption.All)
        {
            if (request.GetValue(option.Option) is not { } value) continue;
            if (option.Path == "method.name" && value == "dense") yield return (option.Name, new("topology.sparsity", "0"));
            if (option.Path == "schedule.epochs")
            {
                foreach (RecipeEdit scaled in EpochScaling.Edits(json, value)) yield return (option.Name, scaled);
            }

            yield return (option.Name, option.Edit(value, startsSectionsAnew));
        }

        if (request.GetValue(superpose)) yield return (superpose.Name, new("superpose.enabled", "true"));
        if (request.GetValue(noSuperpose)) yield return (noSuperpose.Name, new("superpose.enabled", "false"));
        if (request.GetValue(tensorBoard)) yield return (tensorBoard.Name, new("log.tensorBoard", "true"));
        foreach (string change in request.GetValue(set) ?? []) yield return (set.Name, Parse(change));
    }

    internal static RecipeEdit Parse(string change)
    {
        try
        {
            return RecipeEdit.Parse(change);
        }
        catch (FormatException e)
        {
            throw new RequestException($"--set: {e.Message}");
        }
    }
}
