using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace SupTickets.SparseEngine;

/// <summary>
/// What a program's backward pass failed of. Native code calls that pass, and an exception on its way through native code would end the
/// process.
/// </summary>
internal static class BackwardFailure
{
    // libtorch computes what is on the CPU in the thread that asked for the backward pass.
    [ThreadStatic]
    private static ExceptionDispatchInfo? kept;

    /// <summary>Keeps an exception for whoever asked for the backward pass.</summary>
    public static void Keep(Exception failure) => kept = ExceptionDispatchInfo.Capture(failure);

    /// <summary>Asks for a backward pass; what that fails of is thrown here, in place of the error that libtorch makes of it.</summary>
    public static void Surface(Action backward)
    {
        kept = null;
        try
        {
            backward();

            // Should libtorch ever take the answer to a failed pass, it must not pass for a gradient.
            kept?.Throw();
        }
        catch (ExternalException) when (kept is not null)
        {
            kept.Throw();
        }
        finally
        {
            kept = null;
        }
    }
}
