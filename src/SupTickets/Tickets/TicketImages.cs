using System.Text.Encodings.Web;
using System.Text.Json;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>
/// The part of a ticket file on the images that its network was made for: names of classes, and the normalisation of pixels.
/// </summary>
internal static class TicketImages
{
    private const string Labels = "labels", Normalization = "normalization";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Adds what is known to the metadata of a ticket.</summary>
    /// <exception cref="ArgumentException">Labels or normalization do not fit the classes and the input.</exception>
    public static void Write(TicketDescription description, Dictionary<string, string> metadata)
    {
        if (Defect(description) is { } defect) throw new ArgumentException($"the description of the ticket: {defect}", nameof(description));
        if (description.Labels is { } labels) metadata[Labels] = JsonSerializer.Serialize(labels, Readable);
        if (description.Normalization is { } known)
            metadata[Normalization] = JsonSerializer.Serialize(new Stored(known.Means, known.Deviations), Readable);
    }

    /// <summary>The description with what the file says, if anything.</summary>
    /// <exception cref="InvalidDataException">It does not fit the classes or the input; the message names file and defect.</exception>
    public static TicketDescription Read(SafetensorsFile file, TicketDescription description)
    {
        TicketDescription read = description with { Labels = ReadLabels(file), Normalization = ReadNormalization(file) };
        return Defect(read) is { } defect ? throw file.Defect($"its metadata: {defect}") : read;
    }

    private static string? Defect(TicketDescription description)
    {
        if (description.Labels is { } labels)
        {
            if (labels.Count != description.Classes) return $"'{Labels}' has {labels.Count} names for {description.Classes} classes";
            if (ClassNames.Defect(labels) is { } defect) return $"'{Labels}' {defect}";
        }

        return description.Normalization is { } known && known.Means.Count != description.Input.Channels
            ? $"'{Normalization}' is for {known.Means.Count} channels, the input has {description.Input.Channels}"
            : null;
    }

    private static string[]? ReadLabels(SafetensorsFile file)
    {
        string[]? labels = Value<string[]>(file, Labels, "a list of names");
        return labels?.Contains(null!) == true
            ? throw file.Defect($"its metadata '{Labels}' is not a list of names: {file.Text(Labels)}")
            : labels;
    }

    private static Normalization? ReadNormalization(SafetensorsFile file)
    {
        const string Form = """{"mean":[…],"std":[…]}""";
        if (Value<Stored>(file, Normalization, Form) is not { } stored) return null;
        try
        {
            return stored is { Mean: { } means, Std: { } deviations }
                ? new(means, deviations)
                : throw new ArgumentException("a list is missing");
        }
        catch (ArgumentException defect)
        {
            throw file.Defect($"its metadata '{Normalization}' is not {Form}: {defect.Message}");
        }
    }

    private static T? Value<T>(SafetensorsFile file, string key, string form)
        where T : class
    {
        if (!file.Metadata.TryGetValue(key, out string? text)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(text, Readable) ?? throw new JsonException("it is null");
        }
        catch (Exception defect) when (defect is JsonException or InvalidOperationException)
        {
            throw file.Defect($"its metadata '{key}' is not {form}: {JsonText.Explain(defect)}");
        }
    }

    private sealed record Stored(IReadOnlyList<double>? Mean, IReadOnlyList<double>? Std);
}
