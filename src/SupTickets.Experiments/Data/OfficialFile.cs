namespace SupTickets.Experiments.Data;

/// <summary>A file that its author publishes together with a checksum.</summary>
/// <param name="Name">The file name, the last part of its address.</param>
/// <param name="Md5">The published MD5, 32 lower-case hexadecimal digits. It guards against accidents, not against an attacker.</param>
public sealed record OfficialFile(string Name, string Md5)
{
    /// <summary>Bytes that the file has at most; a download that is longer is another file. 256 MiB unless said otherwise.</summary>
    public long MostBytes { get; init; } = 256L << 20;
}
