using SupTickets.SparseEngine;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>A branch plus its shortcut, of one shape. The sum overwrites the branch, which nothing else reads.</summary>
public sealed class ResidualSum() : nn.Module<Tensor, Tensor, Tensor>(nameof(ResidualSum))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor branch, Tensor shortcut)
    {
        if (GraphBuilder.Current is not { } graph) return branch.add_(shortcut, Scalars.One).alias();
        Value first = graph.Find(branch), second = graph.Find(shortcut);
        if (first.Shape != second.Shape)
            throw new ArgumentException($"a branch of {first.Shape} and a shortcut of {second.Shape} cannot be added", nameof(shortcut));
        graph.Overwrite(first);
        return graph.Add(
            new SumOperation(first, second, graph.AddValue(first.Shape, first.Rank, first.NeedsGradient || second.NeedsGradient)));
    }
}
