using SupTickets.LibTorch;

namespace SupTickets.Training;

/// <summary>
/// Warns when oneDNN is switched off during a run, because a convolution failed its check or by another run in this process. From then on
/// the last bits differ.
/// </summary>
/// <param name="state">How libtorch computes now; null asks this process.</param>
internal sealed class LibTorchWatch(Func<LibTorchState>? state = null)
{
    private bool? oneDnn;

    /// <summary>How libtorch computes now.</summary>
    public LibTorchState Now => state is null ? LibTorchSafety.State : state();

    /// <summary>The warning after <paramref name="finished"/> steps; null if nothing changed.</summary>
    public Warning? News(long finished)
    {
        LibTorchState now = Now;
        // A choice of the processor or the user, and one that a resumed run needs, is told where the run starts.
        bool isNews = !now.OneDnn && (oneDnn ?? (now.HasFailed || now.IsLeftOver));
        oneDnn = now.OneDnn;
        return isNews ? new(finished, "libtorch", now.ToString()) : null;
    }
}
