using SupTickets.LibTorch;

namespace SupTickets.Training;

/// <summary>Restores how libtorch computed convolutions in a run that goes on, since its last bits depend on it.</summary>
internal sealed class ResumedLibTorch : IDisposable
{
    private readonly IDisposable? off;

    private ResumedLibTorch(IDisposable? off, Warning? note) => (this.off, Note) = (off, note);

    /// <summary>The warning for the user; null if everything could be restored.</summary>
    internal Warning? Note { get; }

    /// <summary>The warning for a run that computes without oneDNN because another run in this process does; null if none does.</summary>
    internal static Warning? Beside(long step, LibTorchState now) => now.IsForRun
        ? new(step, "libtorch", "oneDNN is switched off in this process for another run, which was computed without it, "
            + "and so for this one to its end: its last digits, and the engines that auto chooses, may not be those that it has alone")
        : null;

    /// <summary>
    /// Makes this process compute as the run did, where it can, until disposed. Call it before anything is computed, and before costs are
    /// read that depend on it.
    /// </summary>
    /// <param name="oneDnn">Whether the run's convolutions were oneDNN's; null where that is not known.</param>
    /// <param name="step">Where it goes on.</param>
    /// <param name="now">How libtorch computes here.</param>
    /// <param name="goWithout">Switches oneDNN off for a reason, until what it returns is disposed; null where it cannot.</param>
    internal static ResumedLibTorch Restore(bool? oneDnn, long step, LibTorchState now, Func<string, IDisposable?> goWithout)
    {
        // oneDNN may already be off for another run, and would come back when that run ends.
        IDisposable? off = oneDnn == false ? goWithout("a run that was computed without oneDNN goes on here") : null;
        if (oneDnn is not { } was) return new(off, Beside(step, now));
        if (was == now.OneDnn) return new(off, note: null);
        // The bits may still differ: a check that failed in the very next step is in no checkpoint, and that step had begun with oneDNN.
        return new(off, new(step, "libtorch", off is not null
            ? "oneDNN is switched off for this run, as it was when the run was stopped; its last digits may differ where oneDNN was "
                + "switched "
              + "off in the step that comes next"
            : "the run was stopped when libtorch computed convolutions in another way: its last digits may differ from here on; "
              + $"now {now}"));
    }

    /// <inheritdoc/>
    public void Dispose() => off?.Dispose();
}
