namespace SupTickets.Storage;

/// <summary>Where files are made to last. Tests give one that fails.</summary>
internal interface IDisk
{
    /// <summary>Returns when the disk has the contents of a file.</summary>
    /// <exception cref="IOException">It has not; the message names the file and the reason.</exception>
    void Sync(FileStream file);

    /// <summary>Returns when the disk has the names in a folder: without it a renaming may be lost.</summary>
    /// <exception cref="IOException">It has not; the message names the folder and the reason.</exception>
    void SyncFolder(string folder);
}
