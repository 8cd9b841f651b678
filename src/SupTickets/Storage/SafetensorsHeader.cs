using System.Text;
using System.Text.Json;
using SupTickets.Values;

namespace SupTickets.Storage;

/// <summary>The header of a safetensors file, parsed without trust. Throws <see cref="FormatException"/> for every defect.</summary>
internal sealed class SafetensorsHeader
{
    private readonly Dictionary<string, string> metadata = [];
    private readonly List<HeaderEntry> entries = [];

    private SafetensorsHeader()
    {
    }

    /// <summary>The text entries, without the checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<HeaderEntry> Entries => entries;

    /// <summary>The checksum, or null.</summary>
    public string? Checksum { get; private set; }

    /// <summary>Where in the header the checksum's digits start, when there is one.</summary>
    public int ChecksumStart { get; private set; }

    /// <summary>Parses <paramref name="json"/> and checks it against the <paramref name="dataLength"/> bytes that follow it.</summary>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json is not [(byte)'{', ..]) throw new FormatException("the header does not start with '{'");
        SafetensorsHeader header = new();
        try
        {
            header.ReadAll(json);
        }
        catch (Exception defect) when (defect is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            string what = defect is JsonException ? JsonText.Explain(defect) : "a text in it is not valid Unicode";
            throw new FormatException($"the header is not the JSON of a safetensors file: {what}");
        }

        header.RequireNoGaps(dataLength);
        return header;
    }

    private void ReadAll(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        HashSet<string> names = [];
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } name)
        {
            if (!names.Add(name)) throw new FormatException($"'{name}' is listed twice");
            if (name == SafetensorsWriter.MetadataKey) ReadMetadata(ref reader);
            else ReadTensor(ref reader, name);
        }

        if (reader.Read()) throw new FormatException("something follows the header's object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            string value = reader.GetString()!;
            if (key != Storage.Checksum.Key)
            {
                if (!metadata.TryAdd(key, value)) throw new FormatException($"the metadata key '{key}' is listed twice");
                continue;
            }

            // Lower case only: a flipped bit can turn 'a' into 'A', and the checksum itself must not survive a flipped bit.
            if (Checksum is not null || reader.ValueSpan.Length != Storage.Checksum.Digits || !value.All(char.IsAsciiHexDigitLower))
                throw new FormatException($"its checksum is not {Storage.Checksum.Digits} lower-case hexadecimal digits");
            Checksum = value;
            ChecksumStart = (int)reader.TokenStartIndex + 1;
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        StoredType? type = null;
        List<long>? sizes = null;
        List<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    type = TypeOf(name, reader.GetString()!);
                    break;
                case "shape" when sizes is null:
                    sizes = Numbers(ref reader);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref reader);
                    break;
                default:
                    throw new FormatException($"tensor '{name}' has an unknown or repeated entry '{key}'");
            }
        }

        if (type is not { } known || sizes is null || offsets is not [var begin, var end])
            throw new FormatException($"tensor '{name}' lacks dtype, shape or two data_offsets");
        if (known.Elements(sizes) * known.Bytes() != end - begin)
            throw new FormatException($"tensor '{name}' spans bytes {begin} to {end}, which is not {known} [{string.Join(", ", sizes)}]");
        entries.Add(new(name, known, sizes, begin, end));
    }

    private void RequireNoGaps(long dataLength)
    {
        long end = 0;
        foreach (HeaderEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
                throw new FormatException(
                    $"tensor '{entry.Name}' starts at byte {entry.Begin} of the data, but what precedes it ends at {end}");
            end = entry.End;
        }

        if (end != dataLength)
            throw new FormatException($"its tensors take {end} bytes, but {dataLength} follow the header: the file was cut or added to");
    }

    private static StoredType TypeOf(string name, string text) =>
        Enum.GetNames<StoredType>().Contains(text, StringComparer.Ordinal)
            ? Enum.Parse<StoredType>(text)
            : throw new FormatException($"tensor '{name}' has type '{text}'; known: {string.Join(", ", Enum.GetNames<StoredType>())}");

    private static List<long> Numbers(ref Utf8JsonReader reader)
    {
        List<long> numbers = [];
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw new FormatException("the header holds a size or offset that is not a whole number from 0 up");
            numbers.Add(number);
        }

        return numbers;
    }

    private static string? NextKey(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (!reader.Read() || reader.TokenType != expected)
            throw new FormatException($"the header has {reader.TokenType} where {expected} belongs, at byte {reader.TokenStartIndex}");
    }
}
