using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tickets;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// A digest of a network's state, by which anyone can tell whether a run came out with the same bits. Nothing but the tensors counts: a
/// ticket's file also tells the version of the program and the folder of the data.
/// </summary>
public static class StateDigest
{
    /// <summary>SHA-256, in hexadecimal, of name, type, sizes and bytes of every tensor, in network order.</summary>
    /// <param name="state">The state.</param>
    public static string Of(NetworkState state)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (StoredTensor tensor in NetworkStateTensors.ToTensors(state, ""))
        {
            // The lengths keep two tensors from running into one another.
            byte[] head = Encoding.UTF8.GetBytes($"{tensor.Name} {tensor.Type} [{string.Join(',', tensor.Sizes)}]");
            BinaryPrimitives.WriteInt64LittleEndian(number, head.Length);
            hash.AppendData(number);
            hash.AppendData(head);
            BinaryPrimitives.WriteInt64LittleEndian(number, tensor.Bytes.Length);
            hash.AppendData(number);
            hash.AppendData(tensor.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
