using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.Networks;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>The result of <see cref="StepBenchmark"/> at one sparsity.</summary>
/// <param name="Sparsity">Share of connections that are absent, in [0, 1).</param>
/// <param name="DenseSeconds">Median seconds of a training step of the dense network with libtorch.</param>
/// <param name="SparseSeconds">Median seconds of a step of the sparse network with the engine that was asked for.</param>
/// <param name="Steps">Steps of each that these are the medians of.</param>
/// <param name="DenseLayout">The memory layout that suited libtorch better: <c>contiguous</c> or <c>channels last</c>.</param>
/// <param name="Engine">
/// The engine of the sparse network: <see cref="Engine.Sparse"/>, or <see cref="Engine.Dense"/> where sparse would not be faster.
/// </param>
/// <param name="FlopsRatio">Multiply-adds of the sparse network ÷ those of the dense one, forward.</param>
/// <param name="Layers">The layers, in network order.</param>
public sealed record StepTiming(
    double Sparsity,
    double DenseSeconds,
    double SparseSeconds,
    int Steps,
    string DenseLayout,
    [property: JsonConverter(typeof(EngineConverter))] Engine Engine,
    double FlopsRatio,
    IReadOnlyList<LayerTiming> Layers)
{
    /// <summary>
    /// Where the time of a sparse step goes, longest first; empty if it was not asked for, or if the network is computed densely.
    /// </summary>
    public IReadOnlyList<KernelTiming> Kernels { get; init; } = [];

    /// <summary>Mean seconds of the steps in which <see cref="Kernels"/> were timed, other work included; 0 if they were not.</summary>
    public double KernelStepSeconds { get; init; }

    /// <summary>What the steps ran on; its speed was measured if kernels were.</summary>
    public required BenchmarkMachine Machine { get; init; }

    /// <summary>Dense seconds ÷ sparse seconds.</summary>
    public double Speedup => DenseSeconds / SparseSeconds;

    /// <summary>The share of the speedup that the FLOPs would allow: dense seconds · FLOPs ratio ÷ sparse seconds.</summary>
    public double Efficiency => Speedup * FlopsRatio;
}
