using System.Text;
using System.Text.Json;

namespace SupTickets.Values;

/// <summary>Reads JSON of unknown origin. It refuses, with their place, errors that the parser accepts and that would fail later.</summary>
internal static class JsonText
{
    // The parser's own limit.
    private const int Deepest = 64;

    private static readonly string[] OtherKind = ["could not be converted", "allow null", "allow getting null", "allow setting null"];

    /// <summary>Parses a document, all of whose texts can be read.</summary>
    /// <exception cref="JsonException">It is not JSON, or one of its texts holds half of a surrogate pair.</exception>
    public static JsonDocument Parse(string json, JsonDocumentOptions options = default)
    {
        JsonDocument document = JsonDocument.Parse(json, options);
        try
        {
            RequireTexts(json, options);
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>Explains what is wrong with a document. (.NET's own messages name types of the program.)</summary>
    public static string Explain(Exception defect) => defect is JsonException json ? Explain(json) : defect.Message;

    /// <summary>As the other.</summary>
    public static string Explain(JsonException defect)
    {
        string message = defect.Message;
        if (IsOfText(defect)) return OfText(message, defect.LineNumber, defect.BytePositionInLine);
        string place = defect.Path is null or "$" ? "" : $"{defect.Path} ";
        string line = $"in line {(defect.LineNumber ?? 0) + 1}";
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return $"{place}lacks {message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')}";
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"it has the key {Quoted(message)} {line}, which is unknown";
        if (message.Contains("Duplicate propert", StringComparison.Ordinal)) return $"it has the key {Quoted(message)} twice";
        if (OtherKind.Any(words => message.Contains(words, StringComparison.Ordinal)))
            return $"the value of {defect.Path} {line} is of another kind than belongs there";
        // Other messages of .NET end so; the rest are ours.
        return message.Contains(" | LineNumber: ", StringComparison.Ordinal) ? $"{place}{line} is not what belongs there" : message;
    }

    // The parser's error, or one of a converter to which the place in the document was added.
    private static bool IsOfText(JsonException defect) =>
        defect.GetType() != typeof(JsonException) || (defect.InnerException is JsonException inner && IsOfText(inner));

    private static string OfText(string message, long? line, long? column)
    {
        string at = $"at line {(line ?? 0) + 1}, column {(column ?? 0) + 1}";
        return message.Contains("not contain any JSON tokens", StringComparison.Ordinal) ? "an empty text, which is not JSON"
            : message.Contains("maximum configured depth", StringComparison.Ordinal)
                ? $"lists and objects nested more than {Deepest} deep {at}"
            : $"text that is not JSON {at}";
    }

    private static string Quoted(string message) => message.Split('\'') is [_, .. var parts, _] && parts.Length > 0 ? $"'{parts[0]}'" : "";

    // "\ud800" is valid JSON, but no text that any encoding can hold. GetString throws, but only when it is called.
    private static void RequireTexts(string json, JsonDocumentOptions options)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal)) return;
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions
        {
            CommentHandling = options.CommentHandling,
            AllowTrailingCommas = options.AllowTrailingCommas,
            MaxDepth = options.MaxDepth,
        });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                ReadOnlySpan<byte> before = bytes.AsSpan(0, (int)reader.TokenStartIndex);
                (int line, int column) = (before.Count((byte)'\n'), before.Length - (before.LastIndexOf((byte)'\n') + 1));
                throw new JsonException(HalfPair(line, column), path: null, line, column);
            }
        }
    }

    private static string HalfPair(long line, long column) =>
        $"a text that holds half of a surrogate pair, which is no letter, at line {line + 1}, column {column + 1}";
}
