using System.Text.Json;
using SupTickets.Experiments.Runs;
using SupTickets.Kernels.Vectors;
using SupTickets.Layers;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class MachineTests
{
    [Fact]
    public void A_machine_is_told_by_what_decides_its_numbers_and_times()
    {
        Machine here = Machine.Here(3);
        Assert.Equal((Environment.ProcessorCount, 3, VectorWidth.Bits), (here.Cores, here.Threads, here.VectorBits));
        string[] texts = [here.Processor, here.System, here.Runtime, here.Version, here.Torch];
        Assert.All(texts, text => Assert.Matches(@"^\S(.*\S)?$", text));
        Assert.StartsWith(".NET 10.", here.Runtime, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+", here.Torch);
        // The version names the commit where the build found a repository.
        Assert.Equal(here.Version, here.Commit is null ? here.Version.Split('+')[0] : $"{here.Version.Split('+')[0]}+{here.Commit}");
    }

    [Fact]
    public void It_names_neither_the_computer_nor_its_owner()
    {
        string text = JsonSerializer.Serialize(Machine.Here(1));
        Assert.DoesNotContain($"\"{Environment.MachineName}\"", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain($"\"{Environment.UserName}\"", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_thread_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Machine.Here(0));

    [Fact]
    public void It_is_read_back_from_the_log_as_it_was_written()
    {
        RunStarted start = new(0, 40, 10, false, new(Engine.Auto, Engine.Sparse, []))
        {
            At = new DateTimeOffset(2026, 1, 31, 23, 59, 58, TimeSpan.Zero),
            Machine = Machine.Here(2),
        };
        string line = JsonSerializer.Serialize<TrainingEvent>(start, RunJson.Line);
        RunStarted read = Assert.IsType<RunStarted>(JsonSerializer.Deserialize<TrainingEvent>(line, RunJson.Line));
        Assert.Equal((start.At, start.Machine), (read.At, read.Machine));
    }
}
