using System.Collections.Concurrent;
using SupTickets.Kernels;

namespace SupTickets.LibTorch;

/// <summary>Holds how libtorch computes convolutions, and has every kind of them compared with float64 before its first result is used.</summary>
/// <param name="trust">How far libtorch is trusted.</param>
/// <param name="processor">The processor.</param>
/// <param name="disableOneDnn">Switches oneDNN off, and tells whether it could.</param>
/// <param name="measure">Compares a kind of convolution with float64.</param>
internal sealed class LibTorchGuard(LibTorchTrust trust, Processor processor, Func<bool> disableOneDnn, Func<ConvolutionKind, ConvolutionError> measure)
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<ConvolutionKind, bool> seen = [];
    private volatile LibTorchState state = Switched(LibTorchState.Of(trust, processor, worst: null), disableOneDnn);

    /// <summary>How convolutions are computed now.</summary>
    public LibTorchState State => state;

    private static string WaysOut => $"Use the sparse engine, or set {LibTorchSafety.Variable}=trusted to compute nevertheless";

    /// <summary>Sees to it that libtorch is right for such convolutions. Computes at the first of its kind only.</summary>
    /// <exception cref="LibTorchException">It is not, and cannot be made so.</exception>
    public void Require(ConvolutionKind kind)
    {
        if (state.Refusal is { } refusal) throw new LibTorchException(refusal);
        if (trust == LibTorchTrust.Trusted || seen.ContainsKey(kind)) return;
        lock (gate)
        {
            if (seen.ContainsKey(kind)) return;
            ConvolutionError error = measure(kind);
            if (!error.Passes && state.OneDnn)
            {
                Enter(Switched(LibTorchState.Of(trust, processor, error), disableOneDnn));
                if (state.Refusal is { } impossible) throw new LibTorchException(impossible);
                error = measure(kind);
            }

            if (!error.Passes) throw new LibTorchException($"libtorch computes wrong numbers on this machine ({processor.Name}): {error}. {WaysOut}");
            state = state with { Checked = state.Checked + 1, LargestError = Math.Max(state.LargestError, error.Relative) };
            seen[kind] = true;
        }
    }

    /// <summary>Whether such a convolution was found right.</summary>
    public bool HasChecked(ConvolutionKind kind) => seen.ContainsKey(kind);

    /// <summary>Switches oneDNN off from now on, as a run had it that goes on here.</summary>
    /// <returns>Whether it is off. It stays on where the user trusts it, or where this libtorch has no switch.</returns>
    public bool GoWithoutOneDnn(string reason)
    {
        lock (gate)
        {
            if (!state.OneDnn) return true;
            if (trust == LibTorchTrust.Trusted || !disableOneDnn()) return false;
            Enter(new(OneDnn: false, reason));
            return true;
        }
    }

    private static LibTorchState Switched(LibTorchState next, Func<bool> disableOneDnn) => next.OneDnn || disableOneDnn() ? next
        : next with { Refusal = $"{next.Reason}; this libtorch has no switch for it. {WaysOut}" };

    // What was right one way is not known to be right the other.
    private void Enter(LibTorchState next)
    {
        seen.Clear();
        state = next;
    }
}
