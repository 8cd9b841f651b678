using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using SupTickets.Experiments.Evaluation;
using SupTickets.Storage;
using SupTickets.Training;
using Tensorboard;
using static Tensorboard.Summary.Types;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Writes the curves of a run as an event file for TensorBoard. The x-axis is the step. There is one file, whose length a checkpoint
/// records, so that a resumed run can remove the steps that it repeats. TorchSharp's writer starts a new file for each process and would
/// show steps twice.
/// </summary>
public sealed class TensorBoardLog : ITrainingObserver, IDisposable
{
    // A record is its length, the check number of that, the message, and the check number of the message.
    private const int LengthBytes = sizeof(ulong), CheckBytes = sizeof(uint);
    private const string Pattern = "*.tfevents.*";

    private readonly FileStream stream;
    private readonly int everySteps;

    private TensorBoardLog(FileStream stream, int everySteps) => (this.stream, this.everySteps) = (stream, everySteps);

    /// <summary>
    /// A new log in a folder, which replaces one of a run that stopped before its first checkpoint. Of steps it keeps those whose number is
    /// a multiple of <paramref name="everySteps"/>.
    /// </summary>
    public static TensorBoardLog Create(string folder, int everySteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        Directory.CreateDirectory(folder);
        foreach (string left in Directory.GetFiles(folder, Pattern)) File.Delete(left);
        return New(folder, everySteps);
    }

    /// <summary>
    /// Goes on with a log at <paramref name="length"/>, the bytes that <see cref="Flush"/> returned for a checkpoint; later records are
    /// removed. A log that is shorter or gone stops no run. Checkpoints of earlier versions have no length; then a new file is started.
    /// </summary>
    public static TensorBoardLog OpenAt(string folder, long? length, int everySteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        Directory.CreateDirectory(folder);
        if (length is not { } kept || Directory.GetFiles(folder, Pattern) is not [var path, ..]) return New(folder, everySteps);
        FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            stream.SetLength(WholeRecords(stream, kept));
            stream.Seek(0, SeekOrigin.End);
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
        switch (happened)
        {
            case StepFinished step when step.Step % everySteps == 0:
                Add("train/loss", step.Loss, step);
                Add("train/learningRate", step.LearningRate, step);
                break;
            case EpochFinished epoch:
                Add("train/meanLoss", epoch.MeanLoss, epoch);
                break;
            case TopologyUpdated update:
                Add("topology/connections", update.Connections, update);
                Add("topology/grown", update.Grown, update);
                break;
            case Evaluated measured:
                Add(measured.Set, measured.Metrics, measured);
                break;
            case TicketTaken ticket:
                Add("ticket", ticket.Metrics, ticket);
                break;
            case TicketSuperposed superposed:
                Add("superposed", superposed.Metrics, superposed);
                break;
        }

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

    private static TensorBoardLog New(string folder, int everySteps)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string name = string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{Guid.NewGuid():N}.suptickets");
        TensorBoardLog log = new(new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read), everySteps);
        log.Write(new() { FileVersion = "brain.Event:2" });
        return log;
    }

    // Bytes of the complete records within the first <paramref name="limit"/> bytes: readers stop at an incomplete one.
    private static long WholeRecords(FileStream stream, long limit)
    {
        byte[] head = new byte[LengthBytes + CheckBytes];
        long end = 0;
        while (end + head.Length + CheckBytes <= Math.Min(limit, stream.Length))
        {
            stream.Position = end;
            stream.ReadExactly(head);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(LengthBytes)) != MaskedCheck(head.AsSpan(0, LengthBytes))
                || length > int.MaxValue) break;
            long next = end + head.Length + (long)length + CheckBytes;
            if (next > Math.Min(limit, stream.Length)) break;
            end = next;
        }

        return end;
    }

    // CRC-32C, rotated and shifted as the format asks for.
    private static uint MaskedCheck(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes) crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private void Add(string group, Metrics metrics, TrainingEvent happened)
    {
        Add($"{group}/top1", metrics.Top1, happened);
        Add($"{group}/top5", metrics.Top5, happened);
        Add($"{group}/nll", metrics.Nll, happened);
        Add($"{group}/ece", metrics.Ece, happened);
    }

    private void Add(string tag, double value, TrainingEvent happened) =>
        Write(new() { Step = happened.Step, Summary = new() { Value = { new Value { Tag = tag, SimpleValue = (float)value } } } });

    private void Write(Event happened)
    {
        happened.WallTime = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        byte[] message = happened.ToByteArray();
        byte[] record = new byte[LengthBytes + CheckBytes + message.Length + CheckBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), MaskedCheck(record.AsSpan(0, LengthBytes)));
        message.CopyTo(record.AsSpan(LengthBytes + CheckBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - CheckBytes), MaskedCheck(message));
        stream.Write(record);
    }
}
