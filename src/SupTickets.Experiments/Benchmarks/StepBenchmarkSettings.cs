using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>What <see cref="StepBenchmark"/> times.</summary>
/// <param name="Model">A name from the model table.</param>
/// <param name="Input">[C, H, W] of the images.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Batch">Samples in a mini-batch.</param>
/// <param name="Sparsities">Shares of connections that are absent, in [0, 1): a sparse network for each, at least one.</param>
/// <param name="Allocation">How connections are shared among layers.</param>
/// <param name="Engine">The engine that is compared with the dense network.</param>
/// <param name="Costs">The costs by which <see cref="Engine.Auto"/> chooses.</param>
public sealed record StepBenchmarkSettings(
    string Model, ImageShape Input, int Classes, int Batch, IReadOnlyList<double> Sparsities, string Allocation, Engine Engine,
    EngineCosts Costs)
{
    /// <summary>Whether each layer is timed by itself too, which takes longer than the steps.</summary>
    public bool TimesLayers { get; init; } = true;

    /// <summary>Where both networks compute. Layers and kernels are timed on the CPU only.</summary>
    public string Device { get; init; } = DeviceName.Cpu;

    /// <summary>Whether further steps measure the time of the kernels.</summary>
    public bool TimesKernels { get; init; }
}
