namespace SupTickets.Layers.Blocked;

internal sealed record KernelTiming(string Kernel, int Height, int Width, double Seconds, double MultiplyAdds, double Bytes);
