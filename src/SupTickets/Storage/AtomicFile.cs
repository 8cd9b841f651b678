using System.Text;

namespace SupTickets.Storage;

/// <summary>Writes files that are either complete or not there: whoever reads the path never sees half of one.</summary>
internal static class AtomicFile
{
    private const int Attempts = 3;

    /// <summary>
    /// Writes beside the target, waits until the disk has it, renames over the target, and waits until the disk has the name. When anything
    /// fails, the disk's own errors included, nothing is left behind and an older file stays. What a killed process left is removed by a
    /// later writing. A link is followed: what it leads to is written, and it stays a link.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its contents; once more where something has taken them away before they had their name.</param>
    /// <exception cref="IOException">The file cannot be written; the message names it and the reason.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The system does not let this user, or anybody, write there; the message names the file.
    /// </exception>
    public static void Write(string path, Action<FileStream> write) => Write(path, write, Disk.Native);

    /// <summary>As the other, for a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// As <see cref="Write(string, Action{FileStream})"/>, and keeps the file that was there as <paramref name="previous"/>, in place of an
    /// older one.
    /// </summary>
    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    internal static void Replace(string path, string previous, Action<FileStream> write) => Put(path, write, Disk.Native, temporary =>
    {
        // By a second name for the old file: there is no moment without a whole one under its own.
        if (File.Exists(path)) File.Replace(temporary, path, previous);
        else File.Move(temporary, path, overwrite: true);
    });

    /// <summary>As <see cref="Write(string, Action{FileStream})"/>, unless there is a file already.</summary>
    /// <returns>Whether the file is that of this writing: of several writers at once one is told so.</returns>
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

    // Where a file is written whose name is that of a link: renaming over the link would leave what it leads to as it was.
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
                // Who tidies the folder up may come between making and locking the file, or between the end of the lock and the name.
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
            // What file systems answer that are made by the system, such as /proc.
            throw new UnauthorizedAccessException($"'{path}' cannot be written: its folder takes no new file", refusal);
        }
    }

    // Nobody knows the temporary file; the error is that of the file that was to be written. Null where the error names that already.
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
