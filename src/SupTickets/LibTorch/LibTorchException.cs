namespace SupTickets.LibTorch;

/// <summary>libtorch's convolutions are wrong on this machine, and no way was found to make them right.</summary>
/// <param name="message">What was seen, and the ways out.</param>
public sealed class LibTorchException(string message) : Exception(message);
