using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_records_hold_what_happened()
    {
        using (TensorBoardLog log = TensorBoardLog.Create(folder["tb"], 10))
        {
            foreach (TrainingEvent happened in RunExample.Events) log.On(happened);
        }

        (string Tag, long Step, float Value)[] scalars = [.. Scalars(Path.Combine(folder.Path, Assert.Single(folder.Files)))];
        Assert.Equal([(10, 2f / 10), (20, 2f / 20)], scalars.Where(one => one.Tag == "train/loss").Select(one => (one.Step, one.Value)));
        Assert.Equal(
            [(10, 0.01f), (20, 0.01f)], scalars.Where(one => one.Tag == "train/learningRate").Select(one => (one.Step, one.Value)));
        Assert.Equal([(30, 0.7f), (40, 0.72f)], scalars.Where(one => one.Tag == "ticket/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(30, 0.7f), (40, 0.75f)], scalars.Where(one => one.Tag == "superposed/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(10, 0.5f), (20, 0.6f)], scalars.Where(one => one.Tag == "test/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(0, 4f), (15, 4f)], scalars.Where(one => one.Tag == "topology/connections").Select(one => (one.Step, one.Value)));
    }

    [Fact]
    public void A_run_that_goes_on_tells_each_step_once()
    {
        Write(RunExample.Events);
        (string, long, float)[] whole = [.. Scalars(Assert.Single(Directory.GetFiles(folder["tb"])))];
        for (int at = 0; at <= RunExample.Events.Count; at += 3)
        {
            long length;
            using (TensorBoardLog first = TensorBoardLog.Create(folder["tb"], 1))
            {
                foreach (TrainingEvent happened in RunExample.Events.Take(at)) first.On(happened);
                length = first.Flush();
                foreach (TrainingEvent lost in RunExample.Events.Skip(at).Take(5)) first.On(lost);
            }

            // Killed in the middle of a record.
            string file = Assert.Single(Directory.GetFiles(folder["tb"]));
            File.WriteAllBytes(file, [.. File.ReadAllBytes(file), 7, 0, 0]);
            using (TensorBoardLog second = TensorBoardLog.OpenAt(folder["tb"], length, 1))
            {
                foreach (TrainingEvent happened in RunExample.Events.Skip(at)) second.On(happened);
            }

            Assert.Equal(whole, Scalars(Assert.Single(Directory.GetFiles(folder["tb"]))));
        }
    }

    [Fact]
    public void A_log_that_is_cut_or_gone_stops_no_run()
    {
        Write(RunExample.Events);
        string file = Assert.Single(Directory.GetFiles(folder["tb"]));
        long length = new FileInfo(file).Length;
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..(int)(length - 3)]);
        using (TensorBoardLog cut = TensorBoardLog.OpenAt(folder["tb"], length, 1)) cut.On(new StepFinished(99, 1, 0.5, 0.1));
        Assert.Equal(99, Scalars(file).Last().Step);
        File.Delete(file);
        using (TensorBoardLog gone = TensorBoardLog.OpenAt(folder["tb"], length, 1)) gone.On(new StepFinished(99, 1, 0.5, 0.1));
        Assert.Equal(2, Scalars(Assert.Single(Directory.GetFiles(folder["tb"]))).Count());
    }

    private void Write(IEnumerable<TrainingEvent> events)
    {
        using TensorBoardLog log = TensorBoardLog.Create(folder["tb"], 1);
        foreach (TrainingEvent happened in events) log.On(happened);
    }

    /// <summary>Reads TFRecords of Event messages: length, masked CRC, message, masked CRC.</summary>
    private static IEnumerable<(string Tag, long Step, float Value)> Scalars(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            byte[] length = reader.ReadBytes(8);
            Assert.Equal(MaskedCrc(length), reader.ReadUInt32());
            byte[] message = reader.ReadBytes((int)BitConverter.ToInt64(length));
            Assert.Equal(MaskedCrc(message), reader.ReadUInt32());
            Tensorboard.Event happened = Tensorboard.Event.Parser.ParseFrom(message);
            foreach (Tensorboard.Summary.Types.Value value in happened.Summary?.Value ?? [])
                yield return (value.Tag, happened.Step, value.SimpleValue);
        }
    }

    private static uint MaskedCrc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes) crc = System.Numerics.BitOperations.Crc32C(crc, one);
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
