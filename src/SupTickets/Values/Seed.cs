using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SupTickets.Values;

/// <summary>
/// A named branch of a run's randomness. A branch is derived from the seed and its name, not drawn. So a new consumer changes no other
/// one's numbers, and resuming needs no random state: the branch for step 90 000 is always the same.
/// </summary>
/// <param name="Value">The 64 bits of the seed.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The branch for one <paramref name="purpose"/>, and one <paramref name="index"/> (epoch, step, layer) of it.</summary>
    public Seed For(string purpose, long index = 0)
    {
        // SHA-256 rather than GetHashCode: string hashes differ from process to process.
        string text = string.Create(CultureInfo.InvariantCulture, $"{Value}/{purpose}/{index}");
        return new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>A fresh stream of numbers that starts at this branch.</summary>
    public RandomStream Stream() => new(Value);
}
