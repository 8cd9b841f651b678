using SupTickets.Layers;

namespace SupTickets.Methods;

/// <summary>SNIP (Lee et al., 2019): the connections that <see cref="SnipTopology"/> chooses before training, kept throughout.</summary>
internal static class Snip
{
    internal static SparseMethod Create(MethodContext context)
    {
        SnipOptions options = context.Options.Snip;
        SnipTopology topology = new(options.Batches, options.BatchSize, options.Weights == "xavier" ? Initializations.XavierNormal : null);
        return SparseMethods.Static(context, topology);
    }
}
