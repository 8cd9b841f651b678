using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SupTickets.Storage;

/// <summary>
/// Writes the safetensors format: eight bytes of header length, a JSON header, the tensors without gaps. The same input
/// gives the same bytes.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>The header's entry for text.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>Where every header starts, so that the place of the checksum's digits is known.</summary>
    private const string HeaderStart = "{\"" + MetadataKey + "\":{\"" + Checksum.Key + "\":\"";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes <paramref name="tensors"/>, listed in the given order, and <paramref name="metadata"/>, sorted by key, with a
    /// checksum. The file is complete or not there; see <see cref="AtomicFile"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Two tensors share a name, sizes and bytes disagree, or a name is reserved.</exception>
    public static void Write(string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        Write(path, previous: null, tensors, metadata);

    /// <summary>As the other, and keeps the old file as <paramref name="previous"/> if that is not null.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{StoredTensor}, IReadOnlyDictionary{string, string})"/>
    internal static void Write(
        string path, string? previous, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        StoredTensor[] listed = [.. tensors];
        Validate(listed, metadata);

        // Wide elements first: PyTorch refuses to view a tensor whose offset is no multiple of its element size.
        StoredTensor[] placed = [.. listed.OrderByDescending(tensor => tensor.Type.Bytes())];
        byte[] header = Header(listed, placed, metadata);
        Action<FileStream> write = stream =>
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(stream, hash, header);
            foreach (StoredTensor tensor in placed) Append(stream, hash, tensor.Bytes.Span);
            stream.Position = sizeof(ulong) + HeaderStart.Length;
            stream.Write(Encoding.ASCII.GetBytes(Checksum.Finish(hash)));
        };
        if (previous is null) AtomicFile.Write(path, write);
        else AtomicFile.Replace(path, previous, write);
    }

    private static void Append(FileStream stream, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    private static void Validate(StoredTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.ContainsKey(Checksum.Key))
            throw new ArgumentException($"the metadata key '{Checksum.Key}' belongs to the writer", nameof(metadata));
        HashSet<string> names = [MetadataKey];
        foreach (StoredTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"the tensor name '{tensor.Name}' is taken", nameof(tensors));
            if (tensor.Type.Elements(tensor.Sizes) * tensor.Type.Bytes() != tensor.Bytes.Length)
            {
                throw new ArgumentException(
                    $"tensor '{tensor.Name}' has {tensor.Bytes.Length} bytes, which is not {tensor.Type} "
                    + $"[{string.Join(", ", tensor.Sizes)}]", nameof(tensors));
            }
        }
    }

    private static byte[] Header(StoredTensor[] listed, StoredTensor[] placed, IReadOnlyDictionary<string, string> metadata)
    {
        Dictionary<string, long> starts = [];
        long end = 0;
        foreach (StoredTensor tensor in placed)
        {
            starts.Add(tensor.Name, end);
            end += tensor.Bytes.Length;
        }

        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, Readable))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataKey);
            writer.WriteString(Checksum.Key, Checksum.Zeros);
            foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                writer.WriteString(key, value);
            writer.WriteEndObject();
            foreach (StoredTensor tensor in listed) WriteEntry(writer, tensor, starts[tensor.Name]);
            writer.WriteEndObject();
        }

        // Spaces up to a multiple of eight, as the format recommends, keep the tensors aligned.
        int length = (json.WrittenCount + 7) / 8 * 8;
        byte[] header = new byte[sizeof(ulong) + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        header.AsSpan(sizeof(ulong)).Fill((byte)' ');
        json.WrittenSpan.CopyTo(header.AsSpan(sizeof(ulong)));
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter writer, StoredTensor tensor, long start)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.Type.ToString());
        writer.WriteStartArray("shape");
        foreach (long size in tensor.Sizes) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(start);
        writer.WriteNumberValue(start + tensor.Bytes.Length);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
