using System.Text.Json;
using SupTickets.Storage;
using SupTickets.Training;

namespace SupTickets.Reports;

/// <summary>
/// Appends events to a file, one JSON object a line. Each line reaches the operating system at once, so a killed process
/// loses none and another one can follow the file.
/// </summary>
public sealed class JsonLinesLog : ITrainingObserver, IDisposable
{
    private readonly FileStream stream;
    private readonly int everySteps;

    private JsonLinesLog(FileStream stream, int everySteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        this.stream = stream;
        this.everySteps = everySteps;
    }

    /// <summary>A new log, in place of one left by a run that stopped before its first checkpoint; of steps it keeps those whose number is a multiple of <paramref name="everySteps"/>.</summary>
    public static JsonLinesLog Create(string path, int everySteps) =>
        new(new(path, FileMode.Create, FileAccess.Write, FileShare.Read), everySteps);

    /// <summary>
    /// Goes on with a log at <paramref name="length"/>, the bytes that <see cref="Flush"/> returned for a checkpoint, and
    /// cuts off what came after it: those steps are run, and told, again.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is shorter, or the length is not the end of a line.</exception>
    public static JsonLinesLog OpenAt(string path, long length, int everySteps)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            if (length < 0 || length > stream.Length)
                throw new InvalidDataException($"{path}: it has {stream.Length} bytes, but the checkpoint counts {length}: the two do not belong together");
            if (length > 0)
            {
                stream.Position = length - 1;
                if (stream.ReadByte() != '\n') throw new InvalidDataException($"{path}: no line ends at byte {length}, where the checkpoint was written");
            }

            stream.SetLength(length);
            stream.Position = length;
            return new(stream, everySteps);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        if (happened is StepFinished && happened.Step % everySteps != 0) return;
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(happened, ReportJson.Line));
        stream.WriteByte((byte)'\n');
        stream.Flush();
    }

    /// <summary>Makes sure that everything is on disk, and returns the file's length in bytes for the checkpoint.</summary>
    public long Flush()
    {
        Disk.Native.Sync(stream);
        return stream.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
