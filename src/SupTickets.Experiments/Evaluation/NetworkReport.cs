using System.Text.Json;

namespace SupTickets.Experiments.Evaluation;

/// <summary>The layers of a network and their cost.</summary>
/// <param name="Model">The architecture's name.</param>
/// <param name="Input">The images, as <c>3x32x32</c>.</param>
/// <param name="Classes">Scores per image.</param>
/// <param name="Init">The allocation rule.</param>
/// <param name="Sparsity">The sparsity of the layers that share the budget.</param>
/// <param name="Layers">In network order.</param>
/// <param name="Totals">Sums over the layers.</param>
public sealed record NetworkReport(
    string Model, string Input, int Classes, string Init, double Sparsity, IReadOnlyList<LayerReport> Layers, NetworkTotals Totals)
{
    /// <summary>Warnings on the planned network, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The report as one JSON document, keys in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
