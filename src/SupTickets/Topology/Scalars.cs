using TorchSharp;

namespace SupTickets.Topology;

/// <summary>
/// Scalars for tensor operations. TorchSharp makes a scalar for every number that it is given and for every default factor, and passes its
/// bare address to native code. The collector may free it during the call, which then computes with garbage or throws. Every scalar must
/// therefore be referenced until the call returns: by this class, or by a <c>using</c>. A structure test finds, in the compiled code,
/// scalars that are not, and calls of TorchSharp's methods that make scalars inside.
/// </summary>
internal static class Scalars
{
    /// <summary>1, alive as long as the program.</summary>
    internal static Scalar One { get; } = 1.ToScalar();
}
