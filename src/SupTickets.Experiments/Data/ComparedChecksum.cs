namespace SupTickets.Experiments.Data;

/// <summary>The checksum of a data set's archive beside the published one.</summary>
/// <param name="File">The archive.</param>
/// <param name="Md5">Its own, 32 lower-case hexadecimal digits.</param>
/// <param name="Published">The one that its author publishes.</param>
public sealed record ComparedChecksum(string File, string Md5, string Published)
{
    /// <summary>Whether they are the same.</summary>
    public bool Agrees => Md5 == Published;
}
