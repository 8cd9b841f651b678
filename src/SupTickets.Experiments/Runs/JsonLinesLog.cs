using System.Text.Json;
using SupTickets.Storage;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Appends events to a file, one JSON object a line, each with a check number. Each line reaches the operating system at once: a killed
/// process loses none, and another process can follow the file.
/// </summary>
public sealed class JsonLinesLog : ITrainingObserver, IDisposable
{
    private readonly FileStream stream;
    private readonly int everySteps;

    private readonly string? run;

    private JsonLinesLog(FileStream stream, int everySteps, string? run)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        (this.stream, this.everySteps, this.run) = (stream, everySteps, run);
    }

    /// <summary>
    /// A new log, which replaces one of a run that stopped before its first checkpoint. Of steps it keeps those whose number is a multiple
    /// of <paramref name="everySteps"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="everySteps">Steps are kept if their number is a multiple of this.</param>
    /// <param name="run">The run whose log it is, by which the start of each process names it.</param>
    public static JsonLinesLog Create(string path, int everySteps, string? run = null) =>
        new(new(path, FileMode.Create, FileAccess.Write, FileShare.Read), everySteps, run);

    /// <summary>
    /// Goes on with a log at <paramref name="length"/>, the bytes that <see cref="Flush"/> returned for a checkpoint. Later lines are
    /// removed, since their steps run again. A log that is shorter, damaged or gone stops no run; <see cref="Damage"/> says so.
    /// </summary>
    public static JsonLinesLog OpenAt(string path, long length, int everySteps, string? run = null)
    {
        FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            long end = Math.Min(length, stream.Length);
            string? damage = end == length ? null
                : $"events.jsonl has {stream.Length} of the {length} bytes that belong to the checkpoint: the rest is lost";
            stream.SetLength(end);
            stream.Position = Math.Max(0, end - 1);
            if (end > 0 && stream.ReadByte() != '\n')
            {
                damage ??= $"no line of events.jsonl ends at byte {length}, where the checkpoint was written";
                stream.WriteByte((byte)'\n');
            }

            return new(stream, everySteps, run) { Damage = damage };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>How the log differed from what the checkpoint recorded; null if it did not.</summary>
    public string? Damage { get; private init; }

    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        if (happened is StepFinished && happened.Step % everySteps != 0) return;
        if (happened is RunStarted start && run is not null) happened = start with { Run = run };
        stream.Write([.. CheckedLine.Seal(JsonSerializer.SerializeToUtf8Bytes(happened, RunJson.Line)), (byte)'\n']);
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
