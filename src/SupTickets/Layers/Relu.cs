using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>max(x, 0), of any shape.</summary>
public sealed class Relu() : nn.Module<Tensor, Tensor>(nameof(Relu))
{
    /// <summary>Whether the output overwrites the input, as it may after a layer whose output nothing else reads.</summary>
    public bool InPlace { get; init; } = true;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is not { } graph) return InPlace ? input.relu_().alias() : input.relu();
        Value value = graph.Find(input);
        if (InPlace) graph.Overwrite(value);
        return graph.Add(new ReluOperation(value, graph.AddValueLike(value)));
    }
}
