namespace SupTickets.Training;

/// <summary>What one kind of kernel of the sparse engine takes of a training step, on maps of one size.</summary>
/// <param name="Kernel">What it does, with the size of its window and a stride above 1: <c>forward 3x3/2</c>.</param>
/// <param name="Height">Of its output's maps.</param>
/// <param name="Width">Of its output's maps.</param>
/// <param name="Seconds">Mean seconds a step, all such kernels of the network together.</param>
/// <param name="Gflops">GFLOP/s, two for each sample, position and connection; 0 where there are no connections.</param>
/// <param name="GigabytesPerSecond">GB/s of activations and their gradients, each that is read or written counted once, however often it really comes from memory.</param>
public sealed record KernelTiming(string Kernel, int Height, int Width, double Seconds, double Gflops, double GigabytesPerSecond);
