using SupTickets.Reports;
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
        TensorBoardLog log = new(folder["tb"], 10);
        foreach (TrainingEvent happened in RunExample.Events) log.On(happened);
        (string Tag, long Step, float Value)[] scalars = [.. Scalars(Path.Combine(folder.Path, Assert.Single(folder.Files)))];
        Assert.Equal([(10, 2f / 10), (20, 2f / 20)], scalars.Where(one => one.Tag == "train/loss").Select(one => (one.Step, one.Value)));
        Assert.Equal([(10, 0.01f), (20, 0.01f)], scalars.Where(one => one.Tag == "train/learningRate").Select(one => (one.Step, one.Value)));
        Assert.Equal([(30, 0.7f), (40, 0.72f)], scalars.Where(one => one.Tag == "ticket/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(30, 0.7f), (40, 0.75f)], scalars.Where(one => one.Tag == "superposed/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(10, 0.5f), (20, 0.6f)], scalars.Where(one => one.Tag == "test/top1").Select(one => (one.Step, one.Value)));
        Assert.Equal([(0, 4f), (15, 4f)], scalars.Where(one => one.Tag == "topology/connections").Select(one => (one.Step, one.Value)));
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
            foreach (Tensorboard.Summary.Types.Value value in happened.Summary?.Value ?? []) yield return (value.Tag, happened.Step, value.SimpleValue);
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
