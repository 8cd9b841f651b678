namespace SupTickets.Experiments.Runs;

/// <summary>
/// A file that exists, and is locked, as long as a process works on something. The system unlocks the file of a killed process, which then
/// does no harm.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // EAGAIN of Linux, EAGAIN of macOS and the BSDs, and the sharing violation of Windows.
    private static readonly int[] HeldByOthers = [11, 35, unchecked((int)0x80070020)];

    // Many processes may wait, on a disk that they share.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25), LongestPause = TimeSpan.FromSeconds(1);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes a lock; null where another process has it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static FileLock? TryTake(string file)
    {
        try
        {
            // With these options .NET checks after locking that the name still stands for the locked file: its last holder may have deleted
            // it.
            return new(new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException refusal) when (HeldByOthers.Contains(refusal.HResult))
        {
            return null;
        }
    }

    /// <summary>Takes a lock, and waits for it as long as another process has it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="waits">Called once if it has to wait.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the lock was free.</exception>
    public static FileLock Take(string file, Action waits, CancellationToken cancel)
    {
        for (TimeSpan pause = ShortestPause; ; pause = 2 * pause < LongestPause ? 2 * pause : LongestPause)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryTake(file) is { } held) return held;
            if (pause == ShortestPause) waits();
            cancel.WaitHandle.WaitOne(pause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
