namespace SupTickets.Storage;

/// <summary>
/// The files that <see cref="AtomicFile"/> writes before they get their names: <c>NAME.RANDOM.tmp</c>, and <c>NAME.tmp</c> by earlier
/// versions.
/// </summary>
internal static class TemporaryFiles
{
    private const string Extension = ".tmp";
    private const int Digits = 32;

    /// <summary>A file that was last changed so long ago is no longer being written.</summary>
    public static TimeSpan Abandoned { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A name that nobody else uses: two processes may write the same file at once.</summary>
    public static string NameFor(string path) => $"{path}.{Guid.NewGuid():N}{Extension}";

    /// <summary>
    /// The name of the file that a temporary one was to become; null where <paramref name="name"/> is not that of a temporary file.
    /// </summary>
    public static string? TargetOf(string name)
    {
        if (!name.EndsWith(Extension, StringComparison.Ordinal)) return null;
        string rest = name[..^Extension.Length];
        int dot = rest.LastIndexOf('.');
        bool random = dot >= 0 && rest.Length - dot - 1 == Digits && rest[(dot + 1)..].All(char.IsAsciiHexDigitLower);
        return random ? rest[..dot] : rest;
    }

    /// <summary>
    /// Removes the temporary files that killed processes left in a folder. Files of living processes stay, where the file system has locks.
    /// </summary>
    /// <param name="folder">The folder, which may be gone.</param>
    /// <param name="isTarget">Whether a name is that of a file that is written to this folder.</param>
    /// <param name="age">
    /// How long ago a file must have changed last. Zero is right where every file that is being written is locked.
    /// </param>
    public static void Remove(string folder, Func<string, bool> isTarget, TimeSpan age)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder, "*" + Extension))
        {
            if (TargetOf(Path.GetFileName(file)) is not { } target || !isTarget(target)) continue;
            if ((age <= TimeSpan.Zero || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) >= age) && !IsBeingWritten(file)) Delete(file);
        }
    }

    // A writer holds a lock on it. Checking takes a lock too, one that other readers can share.
    private static bool IsBeingWritten(string file)
    {
        try
        {
            RegularFile.OpenRead(file).Dispose();
            return false;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            // Locked, or gone by now.
            return true;
        }
    }

    /// <summary>Deletes a file, if it can be deleted: leaving it is harmless.</summary>
    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // A later writing removes it.
        }
    }
}
