namespace SupTickets.Reports;

/// <summary>A file that exists, and is locked, as long as a process works on something. The system unlocks the file of a killed process, which then does no harm.</summary>
internal sealed class FileLock : IDisposable
{
    // EAGAIN of Linux, that of macOS and the BSDs, and the sharing violation of Windows.
    private static readonly int[] HeldByOthers = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes a lock; null where another process has it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static FileLock? TryTake(string file)
    {
        try
        {
            // With these options .NET looks after locking whether the name still stands for the locked file, which its last holder may have deleted.
            return new(new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException refusal) when (HeldByOthers.Contains(refusal.HResult))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
