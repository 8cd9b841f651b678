namespace SupTickets.Training;

/// <summary>What <see cref="StepBenchmark"/> found.</summary>
/// <param name="MedianSeconds">Median seconds of a training step with the dense engine.</param>
/// <param name="Steps">Steps it is the median of.</param>
/// <param name="Threads">Threads of tensor operations.</param>
/// <param name="FlopsRatio">Multiply-adds of the sparse network ÷ those of the dense one, forward.</param>
/// <param name="Layers">The layers, in network order.</param>
public sealed record StepTiming(double MedianSeconds, int Steps, int Threads, double FlopsRatio, IReadOnlyList<LayerTiming> Layers);
