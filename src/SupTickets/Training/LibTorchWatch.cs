using SupTickets.LibTorch;

namespace SupTickets.Training;

/// <summary>
/// Tells that oneDNN was switched off, because a convolution failed its check or by another run in this process: from then on the last bits
/// are others.
/// </summary>
/// <param name="state">How libtorch computes now; null asks this process.</param>
internal sealed class LibTorchWatch(Func<LibTorchState>? state = null)
{
    private bool? oneDnn;

    /// <summary>How libtorch computes now.</summary>
    public LibTorchState Now => state is null ? LibTorchSafety.State : state();

    /// <summary>What to say after <paramref name="finished"/> steps; null where there is nothing new.</summary>
    public Warning? News(long finished)
    {
        LibTorchState now = Now;
        // What the processor or the user decided is said where a run starts, and so is what a run that goes on needs.
        bool isNews = !now.OneDnn && (oneDnn ?? (now.HasFailed || now.IsLeftOver));
        oneDnn = now.OneDnn;
        return isNews ? new(finished, "libtorch", now.ToString()) : null;
    }
}
