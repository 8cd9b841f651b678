using SupTickets.Allocation;
using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Models;

/// <summary>Layer shapes of whole architectures, for tests of what is computed from shapes alone.</summary>
internal static class Shapes
{
    public static LayerShape[] Of(string model, int classes, string input)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create(model, classes, ImageShape.Parse(input), 1));
        return [.. network.Layers.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))];
    }
}
