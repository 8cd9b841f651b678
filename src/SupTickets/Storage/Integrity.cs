namespace SupTickets.Storage;

/// <summary>What a reader does about a file's checksum.</summary>
internal enum Integrity
{
    /// <summary>A checksum is verified if there is one: files of other tools have none.</summary>
    WhenPresent,

    /// <summary>A file without one is an error.</summary>
    Required,
}
