namespace SupTickets.Layers.Blocked;

/// <summary>A module has parts that only libtorch can compute.</summary>
internal sealed class NotTraceableException(string message) : NotSupportedException(message);
