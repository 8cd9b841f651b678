using System.Text;

namespace SupTickets.Storage;

/// <summary>Writes files that are either complete or not there. A reader of the path never sees half a file.</summary>
internal static class AtomicFile
{
    private const int Attempts = 3;

    /// <summary>
    /// Writes a temporary file beside the target, syncs it to the disk, renames it over the target, and syncs the folder. When anything
    /// fails, errors of the disk included, nothing is left behind and an older file stays. Temporary files of a killed process are removed
    /// by a later writing. A link is followed: the file that it leads to is written, and it stays a link.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents. It is called once more if the temporary file was removed before it got its name.</param>
    /// <exception cref="IOException">The file cannot be written; the message names it and the reason.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The system does not let this user, or anybody, write there; the message names the file.
    /// </exception>
    public static void Write(string path, Action<FileStream> write) => Write(path, write, Disk.Native);

    /// <summary>As the other, for a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// As <see cref="Write(string, Action{FileStream})"/>, and keeps the old file as <paramref name="previous"/>, which replaces an older
    /// one.
    /// </summary>
    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    internal static void Replace(string path, string previous, Action<FileStream> write) => Put(path, write, Disk.Native, temporary =>
    {
        // The old file gets a second name first, so that at every moment there is a whole file under the path.
        if (File.Exists(path)) File.Replace(temporary, path, previous);
        else File.Move(temporary, path, overwrite: true);
    });

    /// <summary>As <see cref="Write(string, Action{FileStream})"/>, unless there is a file already.</summary>
    /// <returns>Whether this call wrote the file: of several writers at once, exactly one gets true.</returns>
    internal static bool TryWriteNew(string path, Action<FileStream> write)
    {
        bool isOurs = true;
        Put(path, write, Disk.Native, temporary =>
        {
            isOurs = Disk.TryMoveNew(temporary, path);
            if (!isOurs) File.Delete(temporary);
        });
        return isOurs;
    }

    /// <summary>As <see cref="Write(string, Action{FileStream})"/>, on another disk.</summary>
    internal static void Write(string path, Action<FileStream> write, IDisk disk)
    {
        string end = EndOf(path);
        Put(end, write, disk, temporary => File.Move(temporary, end, overwrite: true));
    }

    // The file that a link leads to. Renaming over the link would leave that file as it was.
    private static string EndOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (DirectoryNotFoundException)
        {
            return path;
        }
        catch (FileNotFoundException)
        {
            return path;
        }
        catch (IOException circle)
        {
            throw new IOException($"{path}: {circle.Message}", circle);
        }
    }

    private static void Put(string path, Action<FileStream> write, IDisk disk, Action<string> rename)
    {
        (string folder, string name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        TemporaryFiles.Remove(folder, target => target == name, TemporaryFiles.Abandoned);
        for (int attempt = 1; ; attempt++)
        {
            string temporary = TemporaryFiles.NameFor(path);
            bool isLocked = false;
            try
            {
                using (FileStream stream = Begin(temporary, path))
                {
                    isLocked = true;
                    write(stream);
                    disk.Sync(stream);
                }

                rename(temporary);
                break;
            }
            catch (Exception error)
            {
                // Another process may remove leftovers between making and locking the file, or between unlocking and renaming it.
                bool isTakenAway = error is IOException && (!isLocked || !File.Exists(temporary)) && Directory.Exists(folder);
                TemporaryFiles.Delete(temporary);
                if (isTakenAway && attempt < Attempts) continue;
                if (Told(error, temporary, path) is { } told) throw told;
                throw;
            }
        }

        disk.SyncFolder(folder);
    }

    private static FileStream Begin(string temporary, string path)
    {
        try
        {
            return new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException refusal)
        {
            // The answer of file systems such as /proc, which the system makes.
            throw new UnauthorizedAccessException($"'{path}' cannot be written: its folder takes no new file", refusal);
        }
    }

    // Users do not know the temporary file, so the error names the file that was to be written. Null if it names that already.
    private static Exception? Told(Exception error, string temporary, string path)
    {
        string message = error.Message.Replace(temporary, path, StringComparison.Ordinal);
        return error switch
        {
            FileNotFoundException when message != error.Message =>
                new IOException($"{path}: what was written for it is gone before it had its name", error),
            UnauthorizedAccessException when message != error.Message => new UnauthorizedAccessException(message, error),
            DirectoryNotFoundException when message != error.Message => new DirectoryNotFoundException(message, error),
            IOException when !message.Contains(path, StringComparison.Ordinal) => new IOException($"{path}: {message}", error),
            IOException when message != error.Message => new IOException(message, error),
            _ => null,
        };
    }
}
