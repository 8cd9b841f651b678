namespace SupTickets.Experiments.Data;

/// <summary>Where a data set is published.</summary>
/// <param name="Address">The folder that holds the file, ending in a slash.</param>
/// <param name="File">The file and its checksum.</param>
public sealed record DataDownload(Uri Address, OfficialFile File)
{
    /// <summary>The same file from another place: a mirror.</summary>
    public DataDownload From(Uri address) =>
        this with { Address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/") };
}
