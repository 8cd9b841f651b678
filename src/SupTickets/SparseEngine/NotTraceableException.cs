namespace SupTickets.SparseEngine;

/// <summary>A module has parts that only libtorch can compute.</summary>
internal sealed class NotTraceableException() : NotSupportedException(Explanation)
{
    public const string Explanation =
        "the network computes something outside of the layers in SupTickets.Layers and of modules that add an operation, "
        + "which only the dense engine can follow";
}
