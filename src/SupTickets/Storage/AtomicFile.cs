namespace SupTickets.Storage;

/// <summary>Writes files that are either complete or not there: whoever reads the path never sees half of one.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, flushes to disk and renames over it. When <paramref name="write"/> fails nothing is left
    /// behind and an older file stays; after a killed process the next writing reuses the leftover's name.
    /// </summary>
    public static void Write(string path, Action<FileStream> write)
    {
        string temporary = path + ".tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
