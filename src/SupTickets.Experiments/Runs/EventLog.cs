using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SupTickets.Storage;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Reads what <see cref="JsonLinesLog"/> wrote.</summary>
public static class EventLog
{
    // Numbers that an earlier version did not record are zero; a missing object is damage.
    private static readonly JsonSerializerOptions Strict = Required(
        RunEventKinds.All.In(new(RunJson.Line) { RespectNullableAnnotations = true }));

    /// <summary>
    /// The events of a file, as far as they can be read. A last line that a killed process left incomplete is no event, and no damage.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LoggedEvents Read(string path)
    {
        List<TrainingEvent> events = [];
        List<int> damaged = [];
        // One character for each byte, since the check number is that of the bytes.
        using StreamReader reader = new(
            RegularFile.OpenRead(path, FileShare.ReadWrite), Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (Parse(Encoding.Latin1.GetBytes(line)) is { } happened) events.Add(happened);
            else if (!reader.EndOfStream) damaged.Add(number);
        }

        return new(events, damaged);
    }

    private static TrainingEvent? Parse(byte[] line)
    {
        if (!CheckedLine.MayBeSound(line)) return null;
        try
        {
            TrainingEvent happened = JsonSerializer.Deserialize<TrainingEvent>(line, Strict) ?? throw new JsonException("it is null");
            RunEventKinds.All.Require(happened);
            return happened;
        }
        catch (Exception defect) when (defect is JsonException or NotSupportedException or FormatException)
        {
            return null;
        }
    }

    private static JsonSerializerOptions Required(JsonSerializerOptions options)
    {
        ((DefaultJsonTypeInfoResolver)options.TypeInfoResolver!).Modifiers.Add(RequireObjects);
        return options;
    }

    private static void RequireObjects(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.Where(
            property => !property.PropertyType.IsValueType && property.AssociatedParameter is { IsNullable: false }))
            property.IsRequired = true;
    }
}
