namespace SupTickets.Experiments.Data;

/// <summary>Progress of a download.</summary>
/// <param name="File">The file being fetched.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Bytes of the whole file, or null where the server does not say.</param>
public sealed record FetchProgress(string File, long Received, long? Total);
