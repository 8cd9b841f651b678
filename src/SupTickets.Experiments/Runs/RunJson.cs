using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SupTickets.Experiments.Runs;

/// <summary>How the files of a run folder are written as JSON: camel case, invariant, readable.</summary>
internal static class RunJson
{
    /// <summary>
    /// On one line, for event logs. A loss that is not finite becomes the text <c>NaN</c> instead of an error in the log.
    /// </summary>
    public static JsonSerializerOptions Line { get; } = RunEventKinds.All.In(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <summary>Indented, for files that people open; what is absent is left out.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Line)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
