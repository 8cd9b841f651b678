using System.Globalization;
using System.Text.Json;
using SupTickets.Storage;
using SupTickets.Training;

namespace SupTickets.Reports;

/// <summary>Reads what <see cref="JsonLinesLog"/> wrote.</summary>
public static class EventLog
{
    /// <summary>The events of the file, in order. A last line that a killed process left incomplete is no event.</summary>
    /// <exception cref="InvalidDataException">A line is no event; the message names file and line.</exception>
    public static IEnumerable<TrainingEvent> Read(string path)
    {
        using StreamReader reader = new(RegularFile.OpenRead(path, FileShare.ReadWrite));
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (Parse(path, number, line, reader.EndOfStream) is { } happened) yield return happened;
        }
    }

    private static TrainingEvent? Parse(string path, int number, string line, bool last)
    {
        try
        {
            TrainingEvent happened = JsonSerializer.Deserialize<TrainingEvent>(line, ReportJson.Line) ?? throw new JsonException("it is null");
            EventCheck.Require(happened);
            return happened;
        }
        catch (Exception defect) when (defect is JsonException or NotSupportedException or FormatException)
        {
            if (last) return null;
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}: {defect.Message}"), defect);
        }
    }
}
