namespace SupTickets.Experiments.Benchmarks;

/// <summary>The time of one kind of kernel of the sparse engine in a training step, on maps of one size.</summary>
/// <param name="Kernel">What it does, with the size of its window and a stride above 1: <c>forward 3x3/2</c>.</param>
/// <param name="Height">Height of the operation's output maps in the forward pass.</param>
/// <param name="Width">Width of the same maps.</param>
/// <param name="Seconds">Mean seconds a step, all such kernels of the network together.</param>
/// <param name="Gflops">GFLOP/s of the sparse kernels, two for each sample, position and connection; 0 for all others.</param>
/// <param name="GigabytesPerSecond">
/// GB/s of activations and their gradients, what must be read or written counted once, however often it really comes from memory; what a
/// gradient is added to is not counted.
/// </param>
public sealed record KernelTiming(string Kernel, int Height, int Width, double Seconds, double Gflops, double GigabytesPerSecond);
