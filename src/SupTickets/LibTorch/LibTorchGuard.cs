using SupTickets.Kernels.Vectors;

namespace SupTickets.LibTorch;

/// <summary>
/// Decides how libtorch computes convolutions, and compares every kind of them with float64 before its first result is used.
/// </summary>
/// <param name="trust">How far libtorch is trusted.</param>
/// <param name="processor">The processor.</param>
/// <param name="switchOneDnn">Switches oneDNN on or off, and tells whether it could.</param>
/// <param name="measure">Compares a kind of convolution with float64.</param>
internal sealed class LibTorchGuard(
    LibTorchTrust trust, Processor processor, Func<bool, bool> switchOneDnn, Func<ConvolutionKind, ConvolutionError> measure)
{
    private const string Meanwhile = "; it was off for a run that went on without it";
    private const string NotAgain = ", and when it ended oneDNN could not be switched on again";

    private readonly Lock gate = new();
    private volatile CheckedKinds seen = new();
    private volatile LibTorchState state = Switched(LibTorchState.Of(trust, processor, worst: null), switchOneDnn);

    // The runs of the process, and the state before one of them asked for oneDNN to be off; null if it is off for another reason.
    private int runs;
    private (LibTorchState State, CheckedKinds Seen)? before;

    /// <summary>How convolutions are computed now.</summary>
    public LibTorchState State => state;

    private static string WaysOut => $"Use the sparse engine, or set {LibTorchSafety.Variable}=trusted to compute nevertheless";

    /// <summary>Makes sure that libtorch is right for such convolutions. Computes only for the first of a kind.</summary>
    /// <exception cref="LibTorchException">It is not, and cannot be made so.</exception>
    public void Require(ConvolutionKind kind)
    {
        if (state.Refusal is { } refusal) throw new LibTorchException(refusal);
        if (trust == LibTorchTrust.Trusted || seen.Suffice(kind)) return;
        lock (gate)
        {
            if (seen.Suffice(kind)) return;
            ConvolutionError error = measure(kind);
            if (!error.Passes && state.OneDnn)
            {
                Enter(Switched(LibTorchState.Of(trust, processor, error), switchOneDnn), new());
                if (state.Refusal is { } impossible) throw new LibTorchException(impossible);
                error = measure(kind);
            }

            if (!error.Passes)
                throw new LibTorchException($"libtorch computes wrong numbers on this machine ({processor.Name}): {error}. {WaysOut}");
            state = state with { Checked = state.Checked + 1, LargestError = Math.Max(state.LargestError, error.Relative) };
            seen.Add(kind);
        }
    }

    /// <summary>Whether such a convolution was found right.</summary>
    public bool HasChecked(ConvolutionKind kind) => seen.Contains(kind);

    /// <summary>Switches oneDNN off for a resumed run that had it off.</summary>
    /// <param name="reason">Why, in words.</param>
    /// <returns>
    /// To be disposed when the run ends: when all runs of the process have ended, those of <see cref="Join"/> too, all is as it was before.
    /// Null where oneDNN stays on: the user trusts it, or this libtorch has no switch.
    /// </returns>
    public IDisposable? GoWithoutOneDnn(string reason)
    {
        lock (gate)
        {
            if (state.OneDnn)
            {
                if (trust == LibTorchTrust.Trusted || !switchOneDnn(false)) return null;
                before = (state, seen);
                Enter(new(OneDnn: false, reason) { IsForRun = true }, new());
            }

            return Counted();
        }
    }

    /// <summary>Registers a run. If oneDNN is off for another run, it stays off until this one ends too.</summary>
    /// <returns>To be disposed when the run ends.</returns>
    public IDisposable Join()
    {
        lock (gate) return Counted();
    }

    private JoinedRun Counted()
    {
        runs++;
        return new(GoOn);
    }

    private void GoOn()
    {
        lock (gate)
        {
            if (--runs > 0 || before is not var (then, known)) return;
            before = null;
            string reason = then.Reason.EndsWith(Meanwhile, StringComparison.Ordinal) ? then.Reason : then.Reason + Meanwhile;
            if (switchOneDnn(true)) Enter(then with { Reason = reason }, known);
            else state = state with { Reason = $"{state.Reason}{NotAgain}", IsLeftOver = true };
        }
    }

    private static LibTorchState Switched(LibTorchState next, Func<bool, bool> switchOneDnn) => next.OneDnn || switchOneDnn(false) ? next
        : next with { Refusal = $"{next.Reason}; this libtorch has no switch for it. {WaysOut}" };

    // Checks made in one state say nothing about the other.
    private void Enter(LibTorchState next, CheckedKinds known) => (seen, state) = (known, next);

    private sealed class JoinedRun(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
