using SupTickets.Reports;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

public sealed class JsonLinesLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_event_is_a_line_in_camel_case()
    {
        using (JsonLinesLog log = JsonLinesLog.Create(folder["e"], 1)) log.On(new StepFinished(7, 2, 0.25, 0.1));
        Assert.Equal("""{"event":"step","epoch":2,"loss":0.25,"learningRate":0.1,"step":7}""" + "\n", File.ReadAllText(folder["e"]));
    }

    [Fact]
    public void Every_event_comes_back_as_it_was()
    {
        TrainingEvent[] all = [.. RunExample.Events, new StepFinished(41, 4, double.NaN, 0)];
        Write(all, 1);
        TrainingEvent[] read = [.. EventLog.Read(folder["e"])];
        Assert.Equal(all.Length, read.Length);
        foreach ((TrainingEvent expected, TrainingEvent actual) in all.Zip(read)) Assert.Equivalent(expected, actual, strict: true);
    }

    [Fact]
    public void Steps_are_thinned_and_nothing_else()
    {
        Write(RunExample.Events, 5);
        TrainingEvent[] read = [.. EventLog.Read(folder["e"])];
        Assert.Equal([5, 10, 15, 20], read.OfType<StepFinished>().Select(step => step.Step));
        Assert.Equal(RunExample.Events.Count(happened => happened is not StepFinished), read.Count(happened => happened is not StepFinished));
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

    [Fact]
    public void A_length_that_does_not_fit_the_file_is_refused_and_cuts_nothing()
    {
        Write(RunExample.Events, 1);
        long length = new FileInfo(folder["e"]).Length;
        Assert.Contains(folder["e"], Assert.Throws<InvalidDataException>(() => JsonLinesLog.OpenAt(folder["e"], length + 1, 1)).Message);
        Assert.Contains("no line ends", Assert.Throws<InvalidDataException>(() => JsonLinesLog.OpenAt(folder["e"], 5, 1)).Message);
        Assert.Equal(length, new FileInfo(folder["e"]).Length);
    }

    [Fact]
    public void A_new_log_takes_the_place_of_one_left_before_the_first_checkpoint()
    {
        Write(RunExample.Events, 1);
        JsonLinesLog.Create(folder["e"], 1).Dispose();
        Assert.Equal(0, new FileInfo(folder["e"]).Length);
    }

    [Fact]
    public void An_incomplete_last_line_is_no_event_and_a_damaged_one_before_it_is_named()
    {
        Write(RunExample.Events, 1);
        File.AppendAllText(folder["e"], """{"event":"step","lo""");
        Assert.Equal(RunExample.Events.Count, EventLog.Read(folder["e"]).Count());
        File.WriteAllText(folder["e"], "{\"event\":\"checkpoint\",\"step\":1}\n{\"event\":\"nothing\"}\n{\"event\":\"checkpoint\",\"step\":1}\n");
        string message = Assert.Throws<InvalidDataException>(() => EventLog.Read(folder["e"]).ToArray()).Message;
        Assert.Contains("line 2", message);
        Assert.Contains(folder["e"], message);
    }

    private void Write(IEnumerable<TrainingEvent> events, int everySteps)
    {
        using JsonLinesLog log = JsonLinesLog.Create(folder["e"], everySteps);
        foreach (TrainingEvent happened in events) log.On(happened);
    }
}
