using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SupTickets.Storage;

/// <summary>
/// A safetensors file in memory. Header, offsets, types and lengths are checked against the file's real length before
/// anything is allocated for a tensor; each tensor is read once, straight into its array.
/// </summary>
internal sealed class SafetensorsFile
{
    /// <summary>The format's own limit, in bytes.</summary>
    private const ulong LongestHeader = 100_000_000;

    private readonly Dictionary<string, (HeaderEntry Entry, Array Elements)> tensors;

    private SafetensorsFile(string path, SafetensorsHeader header, Dictionary<string, (HeaderEntry Entry, Array Elements)> tensors)
    {
        Path = path;
        Metadata = header.Metadata;
        HasChecksum = header.Checksum is not null;
        Names = [.. header.Entries.Select(entry => entry.Name)];
        this.tensors = tensors;
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The text entries, without the checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether the file had a checksum (which was right, else reading fails).</summary>
    public bool HasChecksum { get; }

    /// <summary>The tensors' names, in the order of the header, which is the order in which our writer was given them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a file, and verifies its checksum when there is one.</summary>
    /// <exception cref="InvalidDataException">The file has a defect; the message names both.</exception>
    public static SafetensorsFile Read(string path) => Read(path, Integrity.WhenPresent);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file has a defect, or lacks a required checksum; the message names both.</exception>
    public static SafetensorsFile Read(string path, Integrity integrity) => Read(path, integrity, "safetensors file");

    /// <summary>Reads a file that should be a <paramref name="wanted"/>; for a file of another kind the message names that kind.</summary>
    /// <inheritdoc cref="Read(string, Integrity)"/>
    internal static SafetensorsFile Read(string path, Integrity integrity, string wanted)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(path, bufferSize: 0);
            return Read(path, stream, integrity);
        }
        catch (Exception defect) when (defect is FormatException or EndOfStreamException)
        {
            string what = FileKind.Of(path) is { } kind and not FileKind.Safetensors ? $"not a {wanted}: {kind}" : defect.Message;
            throw new InvalidDataException($"{path}: {what}", defect);
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>The element type of a tensor.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public StoredType Type(string name) => Find(name).Entry.Type;

    /// <summary>The sizes of a tensor; empty for a scalar.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public IReadOnlyList<long> Sizes(string name) => Find(name).Entry.Sizes;

    /// <summary>The elements of an F32 tensor, row-major: the file's own array, not a copy.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another type.</exception>
    public float[] Floats(string name) => Elements<float>(name, StoredType.F32);

    /// <summary>The elements of an I32 tensor, row-major: the file's own array, not a copy.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another type.</exception>
    public int[] Ints(string name) => Elements<int>(name, StoredType.I32);

    /// <summary>The elements of an I64 tensor, row-major: the file's own array, not a copy.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another type.</exception>
    public long[] Longs(string name) => Elements<long>(name, StoredType.I64);

    /// <summary>
    /// The bytes of a tensor of any type, row-major and little-endian. For a type other than F32, I32 and I64 it is the file's own array,
    /// not a copy.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public byte[] Bytes(string name) => Find(name).Elements switch
    {
        byte[] bytes => bytes,
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()).ToArray(),
        int[] integers => MemoryMarshal.AsBytes(integers.AsSpan()).ToArray(),
        var longs => MemoryMarshal.AsBytes(((long[])longs).AsSpan()).ToArray(),
    };

    /// <summary>The metadata entry <paramref name="key"/>.</summary>
    /// <exception cref="InvalidDataException">There is no such entry.</exception>
    public string Text(string key) => Metadata.TryGetValue(key, out string? value) ? value : throw Defect($"its metadata lacks '{key}'");

    /// <summary>An error that names the file.</summary>
    internal InvalidDataException Defect(string what) => new($"{Path}: {what}");

    private static SafetensorsFile Read(string path, FileStream stream, Integrity integrity)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (stream.Length < prefix.Length) throw new FormatException($"{stream.Length} bytes are too few for a safetensors file");
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long room = stream.Length - prefix.Length;
        if (length > LongestHeader || length > (ulong)room)
            throw new FormatException($"its start is not that of a safetensors file: the header claims {length} bytes; {room} follow, and "
                + $"at most {LongestHeader} are allowed");

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        SafetensorsHeader header = SafetensorsHeader.Parse(json, room - (long)length);
        if (header.Checksum is null && integrity == Integrity.Required)
            throw new FormatException("it has no checksum, which this kind of file must have");

        using IncrementalHash? hash = header.Checksum is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (hash is not null)
        {
            json.AsSpan(header.ChecksumStart, Checksum.Digits).Fill((byte)'0');
            hash.AppendData(prefix);
            hash.AppendData(json);
        }

        Dictionary<string, (HeaderEntry, Array)> tensors = [];
        foreach (HeaderEntry entry in header.Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
            tensors.Add(entry.Name, (entry, ReadElements(stream, entry, hash)));
        if (hash is not null && Checksum.Finish(hash) != header.Checksum)
            throw new FormatException(
                "its checksum is wrong: the file was damaged, or another program rewrote it and kept the old checksum");
        return new(path, header, tensors);
    }

    private static Array ReadElements(FileStream stream, HeaderEntry entry, IncrementalHash? hash) => entry.Type switch
    {
        StoredType.F32 => ReadElements<float>(stream, entry, hash),
        StoredType.I32 => ReadElements<int>(stream, entry, hash),
        StoredType.I64 => ReadElements<long>(stream, entry, hash),
        _ => ReadElements<byte>(stream, entry, hash),
    };

    private static T[] ReadElements<T>(FileStream stream, HeaderEntry entry, IncrementalHash? hash)
        where T : unmanaged
    {
        if (entry.End - entry.Begin > int.MaxValue)
            throw new FormatException($"tensor '{entry.Name}' takes {entry.End - entry.Begin} bytes; at most {int.MaxValue} are supported");
        T[] elements = GC.AllocateUninitializedArray<T>((int)(entry.End - entry.Begin) / Unsafe.SizeOf<T>());
        Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan());
        stream.ReadExactly(bytes);
        hash?.AppendData(bytes);
        return elements;
    }

    private (HeaderEntry Entry, Array Elements) Find(string name) =>
        tensors.TryGetValue(name, out var found) ? found : throw Defect($"it has no tensor '{name}'");

    private T[] Elements<T>(string name, StoredType wanted)
    {
        (HeaderEntry entry, Array elements) = Find(name);
        return entry.Type == wanted ? (T[])elements : throw Defect($"tensor '{name}' holds {entry.Type}, not {wanted}");
    }
}
