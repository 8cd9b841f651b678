using System.Security.Cryptography;

namespace SupTickets.Storage;

/// <summary>
/// SHA-256 over the whole file, in which the checksum's own 64 hexadecimal digits are read as zeros. It stands in the metadata, so the file
/// stays an ordinary safetensors file and needs no second file that could be lost.
/// </summary>
internal static class Checksum
{
    /// <summary>Its metadata key.</summary>
    public const string Key = "checksum";

    /// <summary>Length of its value: lower-case hexadecimal digits.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>What stands in its place while the file is hashed.</summary>
    public static string Zeros { get; } = new('0', Digits);

    /// <summary>The digits of everything appended to <paramref name="hash"/>.</summary>
    public static string Finish(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
