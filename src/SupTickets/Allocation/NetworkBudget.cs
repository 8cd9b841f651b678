namespace SupTickets.Allocation;

/// <summary>How a network's connections are shared among its layers.</summary>
/// <param name="Layers">One budget for each layer, in the order given.</param>
/// <param name="Scale">ε of the last pass, by which the raw scores of the layers that are not dense are multiplied.</param>
/// <param name="Dense">Layers that the ε loop made dense, in the order given.</param>
/// <param name="KeptDense">Layers that stay dense outside the budget, in the order given.</param>
internal sealed record NetworkBudget(
    IReadOnlyList<LayerBudget> Layers, double Scale, IReadOnlyList<string> Dense, IReadOnlyList<string> KeptDense)
{
    /// <summary>Connections of the layers that share the budget: int(N·d).</summary>
    public long Connections => Sharing.Sum(layer => (long)layer.Count);

    /// <summary>Positions of the layers that share the budget, N.</summary>
    public long Positions => Sharing.Sum(layer => (long)layer.Shape.Positions);

    private IEnumerable<LayerBudget> Sharing => Layers.Where(layer => !KeptDense.Contains(layer.Name));
}
