namespace SupTickets.Storage;

/// <summary>Syncs files to the disk. Tests use one that fails.</summary>
internal interface IDisk
{
    /// <summary>Returns when the contents of the file are on the disk.</summary>
    /// <exception cref="IOException">They are not; the message names the file and the reason.</exception>
    void Sync(FileStream file);

    /// <summary>Returns when the names in the folder are on the disk; without it a renaming may be lost.</summary>
    /// <exception cref="IOException">They are not; the message names the folder and the reason.</exception>
    void SyncFolder(string folder);
}
