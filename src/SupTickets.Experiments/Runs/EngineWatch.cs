using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>Reports which engines compute a network, and when that changes.</summary>
/// <param name="network">The network in training.</param>
/// <param name="batch">Samples in a mini-batch.</param>
/// <param name="image">Shape of one image.</param>
internal sealed class EngineWatch(SparseNetwork network, int batch, ImageShape image)
{
    private EngineChoice? told;

    /// <summary>The engines of the next step.</summary>
    public NetworkEngines Now()
    {
        told = network.Choose(batch, image);
        return new(
            network.Engine, told.Network,
            [.. told.Layers.Select(layer =>
                new LayerEngine(layer.Name, layer.Density, layer.Engine, layer.DenseSeconds, layer.SparseSeconds)
                {
                    Kernels = layer.Engine == Engine.Sparse ? layer.Kernels : null,
                })]);
    }

    /// <summary>The engines of the next step, if they differ from those last reported; else null.</summary>
    public EnginesChosen? News(long finished)
    {
        EngineChoice choice = network.Choose(batch, image);
        return told is not null && (ReferenceEquals(told, choice) || Engines.Same(told, choice)) ? null : new(finished, Now());
    }
}
