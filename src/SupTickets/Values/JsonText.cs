using System.Text;
using System.Text.Json;

namespace SupTickets.Values;

/// <summary>Reads JSON of unknown origin. What the parser lets pass and readers stumble over later is refused here, with its place.</summary>
internal static class JsonText
{
    /// <summary>A document whose texts can all be read.</summary>
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

    /// <summary>What is wrong with a document, for people: .NET's own words name types of the program.</summary>
    public static string Explain(JsonException defect)
    {
        string message = defect.Message;
        string place = defect.Path is null or "$" ? "" : $"{defect.Path} ";
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return $"{place}lacks {message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')}";
        return message.Contains("could not be converted", StringComparison.Ordinal)
            ? $"the value of {defect.Path} in line {(defect.LineNumber ?? 0) + 1} is of another kind than belongs there"
            : message;
    }

    // "\ud800" is JSON by its grammar, and no text that any encoding can hold: GetString throws, but only once somebody asks.
    private static void RequireTexts(string json, JsonDocumentOptions options)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal)) return;
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { CommentHandling = options.CommentHandling, AllowTrailingCommas = options.AllowTrailingCommas, MaxDepth = options.MaxDepth });
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
                throw new JsonException("a text holds half of a surrogate pair, which is no letter", path: null, before.Count((byte)'\n'), before.Length - (before.LastIndexOf((byte)'\n') + 1));
            }
        }
    }
}
