namespace SupTickets.Storage;

/// <summary>The files that <see cref="AtomicFile"/> writes before they get their names: <c>NAME.RANDOM.tmp</c>, and <c>NAME.tmp</c> by earlier versions.</summary>
internal static class TemporaryFiles
{
    private const string Extension = ".tmp";
    private const int Digits = 32;

    /// <summary>A new file beside <paramref name="path"/>, under a name that nobody else uses: two processes may write the same file at once.</summary>
    public static FileStream Create(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new($"{path}.{Guid.NewGuid():N}{Extension}", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 3)
            {
                // Between its making and its locking another process may have taken it for one left behind.
            }
        }
    }

    /// <summary>The name of the file that a temporary one was to become; null where <paramref name="name"/> is not that of a temporary file.</summary>
    public static string? TargetOf(string name)
    {
        if (!name.EndsWith(Extension, StringComparison.Ordinal)) return null;
        string rest = name[..^Extension.Length];
        int dot = rest.LastIndexOf('.');
        bool random = dot >= 0 && rest.Length - dot - 1 == Digits && rest[(dot + 1)..].All(char.IsAsciiHexDigitLower);
        return random ? rest[..dot] : rest;
    }

    /// <summary>Removes what killed processes left in a folder; what a living one is writing stays.</summary>
    /// <param name="folder">The folder, which may be gone.</param>
    /// <param name="isTarget">Says of a name whether it is that of a file which was to be written.</param>
    public static void Remove(string folder, Func<string, bool> isTarget)
    {
        if (!Directory.Exists(folder)) return;
        string[] left = [.. Directory.EnumerateFiles(folder, "*" + Extension).Where(file => TargetOf(Path.GetFileName(file)) is { } target && isTarget(target))];
        foreach (string file in left)
        {
            try
            {
                // Nobody else has it open, then: a living writer holds it locked.
                using FileStream claim = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                // It is in use or protected; the next writing tries again.
            }
        }
    }

    /// <summary>Deletes this process's own file after a failure, which stays the one to tell of.</summary>
    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // It is harmless, and the next writing removes it.
        }
    }
}
