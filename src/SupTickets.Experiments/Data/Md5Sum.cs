using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SupTickets.Storage;

namespace SupTickets.Experiments.Data;

/// <summary>The checksum that authors of data sets publish.</summary>
internal static class Md5Sum
{
    /// <summary>The MD5 of a file: 32 lower-case hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the authors publish; it guards against accidents only.")]
    public static async Task<string> Of(string path, CancellationToken cancellation)
    {
        using FileStream file = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
