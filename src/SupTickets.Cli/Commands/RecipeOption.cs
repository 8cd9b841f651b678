using System.CommandLine;
using System.Text.Json;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Cli.Commands;

/// <summary>An option of <c>train</c> that is short for a change to the recipe.</summary>
/// <param name="Name">The option.</param>
/// <param name="Path">The key of the recipe.</param>
/// <param name="Placeholder">The placeholder of the value in the help.</param>
/// <param name="Description">The help.</param>
internal sealed record RecipeOption(string Name, string Path, string Placeholder, string Description)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecipeOption> All { get; } =
    [
        new("--model", "model.name", "NAME", "Architecture, see 'suptickets list models'"),
        new("--data", "data.name", "NAME", "Data set, see 'suptickets list data'"),
        new("--data-dir", "data.folder", "DIR", "Folder that holds cifar-10-batches-bin/, cifar-100-binary/, or train/ and val/"),
        new("--method", "method.name", "NAME", "Sparse training method, see 'suptickets list methods'; dense also sets the sparsity to 0"),
        new("--sparsity", "topology.sparsity", "SHARE", "Share of connections that are absent, in [0, 1)"),
        new(
            "--epochs", "schedule.epochs", "N",
            "Passes over the training data; what the recipe gives in epochs (milestones, warm-up, GraNet, cycles) shrinks or grows along"),
        new("--batch", "schedule.batch", "N", "Samples in a mini-batch"),
        new("--seed", "seed", "N", "Where all randomness comes from"),
        new(HardwareOptions.DeviceOptionName, "device", "NAME", "cpu, cuda or cuda:N"),
        new("--engine", "engine", "NAME", "How sparse layers compute: auto, dense or sparse. auto goes by the committed costs, or by your "
            + "own once 'suptickets bench calibrate' has measured them, and then gives other bits"),
        new(HardwareOptions.ThreadsName, "threads", "N", HardwareOptions.ThreadsText),
    ];

    /// <summary>The option for the parser. Every value is text: the recipe's own rules judge it, all errors together.</summary>
    public Option<string?> Option { get; } = new(Name) { Description = Description, HelpName = Placeholder };

    /// <summary>The change the option asks for.</summary>
    /// <param name="value">The option's value.</param>
    /// <param name="startsSectionAnew">
    /// Whether the other keys of the section return to their defaults: the demo's narrow network and few samples belong to the demo's own
    /// model and data.
    /// </param>
    public RecipeEdit Edit(string value, bool startsSectionAnew) => startsSectionAnew && Path is "model.name" or "data.name"
        ? new(Path.Split('.')[0], JsonSerializer.Serialize(new { name = value }))
        : new(Path, value);
}
