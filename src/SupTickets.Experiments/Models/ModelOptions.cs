using System.Text.Json.Serialization;

namespace SupTickets.Experiments.Models;

/// <summary>The architecture.</summary>
public sealed record ModelOptions
{
    /// <summary>A name from the model table, such as <c>vgg16</c> or <c>wrn-28-10</c>.</summary>
    public string Name { get; init; } = "resnet20";

    /// <summary>Multiplies every internal channel count; below 1 it makes the paper's Small-Dense.</summary>
    public double Width { get; init; } = 1;

    /// <summary>
    /// Width of the network that <c>small-dense</c> stands for, to which its FLOPs are compared; set when the recipe is resolved, and
    /// absent for all other methods.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NarrowedFrom { get; init; }

    /// <summary>Several such networks trained as one.</summary>
    public EnsembleOptions Ensemble { get; init; } = new();
}
