using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SupTickets.Cli.Output;

/// <summary>The one JSON document that a command writes with <c>--json</c>.</summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A network that diverged has figures that are NaN or infinite. They are written as texts; an exception would come after hours of
        // work.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the document.</summary>
    public static void WriteJson<T>(this Terminal terminal, T document) => terminal.WriteText(JsonSerializer.Serialize(document, Options));

    /// <summary>Writes the document with one more key before its own.</summary>
    public static void WriteJson<T>(this Terminal terminal, T document, (string Key, string Value) first)
    {
        JsonObject keys = JsonSerializer.SerializeToNode(document, Options)!.AsObject();
        keys.Insert(0, first.Key, first.Value);
        terminal.WriteJson(keys);
    }
}
