using SupTickets.Layers;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>The engines by the names that recipes and options use.</summary>
internal static class Engines
{
    /// <summary>The table.</summary>
    public static NamedTable<Engine> All { get; } = new("engine",
        new("auto", "for each layer whichever is expected to be faster, or dense throughout", "", Engine.Auto),
        new("dense", "sparse weights are written out, libtorch does the rest", "", Engine.Dense),
        new("sparse", "our kernels work on the connections alone, on the CPU", "", Engine.Sparse));

    /// <summary>Whether a network computes in the same way by both choices.</summary>
    public static bool Same(EngineChoice first, EngineChoice second) =>
        first.Network == second.Network && first.Layers.Select(HowOf).SequenceEqual(second.Layers.Select(HowOf));

    /// <summary>What an engine is called.</summary>
    public static string NameOf(Engine engine) => All.NameOf(engine)!;

    // libtorch does not ask for our kernels.
    private static (Engine, LayerKernels?) HowOf(LayerChoice layer) =>
        (layer.Engine, layer.Engine == Engine.Dense ? null : layer.Kernels);
}
