using System.Text.Json;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

public sealed class JsonLinesLogTests : IDisposable
{
    // Of the bytes before ,"crc32c" by another implementation.
    private const string Crc = "cbc73339";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_event_is_a_line_in_camel_case()
    {
        using (JsonLinesLog log = JsonLinesLog.Create(folder["e"], 1)) log.On(new StepFinished(7, 2, 0.25, 0.1));
        Assert.Equal(
            """{"event":"step","epoch":2,"loss":0.25,"learningRate":0.1,"step":7,"crc32c":"CRC"}""".Replace(
                "CRC", Crc, StringComparison.Ordinal) + "\n", File.ReadAllText(folder["e"]));
    }

    [Fact]
    public void Every_event_comes_back_as_it_was()
    {
        TrainingEvent[] all = [.. RunExample.Events, new StepFinished(41, 4, double.NaN, 0)];
        Write(all, 1);
        TrainingEvent[] read = [.. EventLog.Read(folder["e"]).Events];
        Assert.Equal(all.Length, read.Length);
        foreach ((TrainingEvent expected, TrainingEvent actual) in all.Zip(read)) Assert.Equivalent(expected, actual, strict: true);
    }

    [Fact]
    public void Steps_are_thinned_and_nothing_else()
    {
        Write(RunExample.Events, 5);
        TrainingEvent[] read = [.. EventLog.Read(folder["e"]).Events];
        Assert.Equal([5, 10, 15, 20], read.OfType<StepFinished>().Select(step => step.Step));
        Assert.Equal(
            RunExample.Events.Count(happened => happened is not StepFinished), read.Count(happened => happened is not StepFinished));
    }

    [Fact]
    public void A_run_resumed_at_a_checkpoint_has_the_log_of_one_that_never_stopped()
    {
        Write(RunExample.Events, 2);
        byte[] whole = File.ReadAllBytes(folder["e"]);
        for (int at = 0; at <= RunExample.Events.Count; at++)
        {
            File.Delete(folder["e"]);
            long length;
            using (JsonLinesLog first = JsonLinesLog.Create(folder["e"], 2))
            {
                foreach (TrainingEvent happened in RunExample.Events.Take(at)) first.On(happened);
                length = first.Flush();
                foreach (TrainingEvent lost in RunExample.Events.Skip(at).Take(3)) first.On(lost);
            }

            File.AppendAllText(folder["e"], """{"event":"st""");
            using (JsonLinesLog second = JsonLinesLog.OpenAt(folder["e"], length, 2))
            {
                foreach (TrainingEvent happened in RunExample.Events.Skip(at)) second.On(happened);
                Assert.Equal(whole.Length, second.Flush());
            }

            Assert.Equal(whole, File.ReadAllBytes(folder["e"]));
        }
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("shorter")]
    [InlineData("inside a line")]
    public void A_log_that_is_not_as_the_checkpoint_left_it_stops_no_run_and_is_said(string kind)
    {
        Write(RunExample.Events, 1);
        long length = new FileInfo(folder["e"]).Length;
        if (kind == "gone") File.Delete(folder["e"]);
        if (kind == "shorter") File.WriteAllBytes(folder["e"], File.ReadAllBytes(folder["e"])[..(int)(length / 2)]);
        using (JsonLinesLog log = JsonLinesLog.OpenAt(folder["e"], kind == "inside a line" ? length - 5 : length, 1))
        {
            Assert.Contains("events.jsonl", log.Damage, StringComparison.Ordinal);
            log.On(new CheckpointWritten(77));
        }

        LoggedEvents read = EventLog.Read(folder["e"]);
        Assert.Equal(new CheckpointWritten(77), read.Events[^1]);
        Assert.Equal(kind == "gone" ? 0 : 1, read.DamagedLines.Count);
        Assert.Equal(
            read.Events.Take(read.Events.Count - 1).Select(happened => happened.Step),
            RunExample.Events.Take(read.Events.Count - 1).Select(happened => happened.Step));
    }

    [Fact]
    public void A_new_log_takes_the_place_of_one_left_before_the_first_checkpoint()
    {
        Write(RunExample.Events, 1);
        JsonLinesLog.Create(folder["e"], 1).Dispose();
        Assert.Equal(0, new FileInfo(folder["e"]).Length);
    }

    [Fact]
    public void An_incomplete_last_line_is_no_event_and_a_damaged_one_before_it_is_counted()
    {
        Write(RunExample.Events, 1);
        File.AppendAllText(folder["e"], """{"event":"step","lo""");
        LoggedEvents read = EventLog.Read(folder["e"]);
        Assert.Equal((RunExample.Events.Count, 0, null), (read.Events.Count, read.DamagedLines.Count, read.Damage));
        File.WriteAllText(
            folder["e"], "{\"event\":\"checkpoint\",\"step\":1}\n{\"event\":\"nothing\"}\n\n{\"event\":\"checkpoint\",\"step\":2}\n");
        read = EventLog.Read(folder["e"]);
        Assert.Equal([new CheckpointWritten(1), new CheckpointWritten(2)], read.Events);
        Assert.Equal([2, 3], read.DamagedLines);
        Assert.Equal("lines 2, 3 of events.jsonl are damaged and were left out", read.Damage);
    }

    [Fact]
    public void Any_damaged_byte_costs_its_line_and_no_other()
    {
        TrainingEvent[] all = [.. RunExample.Events.Where(happened => happened is not StepFinished)];
        Write(all, 1);
        byte[] sound = File.ReadAllBytes(folder["e"]);
        for (int at = 0; at < sound.Length; at++)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 1;
            File.WriteAllBytes(folder["e"], damaged);
            LoggedEvents read = EventLog.Read(folder["e"]);
            // A line end that is none makes one line of two; a byte that became a line end makes two of one.
            Assert.True(read.Events.Count >= all.Length - 2, $"byte {at}: {read.Events.Count} of {all.Length} events");
            Assert.True(
                read.Events.Count == all.Length || read.DamagedLines.Count > 0 || at >= sound.Length - 400, $"byte {at} is not noticed");
            foreach (TrainingEvent happened in read.Events) Assert.Contains(all, one => Same(one, happened));
        }
    }

    [Fact]
    public void Lines_of_earlier_versions_have_no_number_and_are_read_unless_something_is_missing()
    {
        string started = """{"event":"started","totalSteps":40,"stepsPerEpoch":10,"resumed":false,"engines":"""
            + """{"engine":"auto","network":"dense","layers":[]},"step":0}""";
        string without = started.Replace("layers", "lbyers", StringComparison.Ordinal);
        string empty = started.Replace("[]", "null", StringComparison.Ordinal);
        File.WriteAllText(folder["e"], $"{started}\n{without}\n{empty}\n{started}\n");
        LoggedEvents read = EventLog.Read(folder["e"]);
        Assert.Equal(2, read.Events.Count);
        Assert.Equal([2, 3], read.DamagedLines);
    }

    private static bool Same(TrainingEvent one, TrainingEvent other) =>
        JsonSerializer.Serialize(one, RunJson.Line) == JsonSerializer.Serialize(other, RunJson.Line);

    private void Write(IEnumerable<TrainingEvent> events, int everySteps)
    {
        using JsonLinesLog log = JsonLinesLog.Create(folder["e"], everySteps);
        foreach (TrainingEvent happened in events) log.On(happened);
    }
}
