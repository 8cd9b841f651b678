using TorchSharp;

namespace SupTickets.Topology;

/// <summary>
/// Scalars for tensor operations. TorchSharp makes one for every number it is handed and for every default factor, and hands
/// its bare address to native code; the collector may free it during the call, which then computes with garbage or throws.
/// Every scalar must therefore be referenced until the call returns: by this class, or by a <c>using</c>. A structure test reads
/// the compiled code for scalars that are not, and for the methods of TorchSharp that make such inside.
/// </summary>
internal static class Scalars
{
    /// <summary>1, alive as long as the program.</summary>
    internal static Scalar One { get; } = 1.ToScalar();
}
