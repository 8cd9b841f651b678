using System.Diagnostics;
using SupTickets.Cli;
using SupTickets.Experiments;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Whatever cannot be used: exit code 2, one message that names it, and nothing half-written.</summary>
[Collection(nameof(WholeRuns))]
public sealed class UnusableInputTests
{
    [Theory]
    [InlineData("--model resnet19x", "resnet19x")]
    [InlineData("--method rigel", "rigel")]
    [InlineData("--set method.intervall=5", "method.intervall")]
    [InlineData("--sparsity 1.0", "topology.sparsity: got 1")]
    [InlineData("--sparsity -0.1", "topology.sparsity: got -0.1")]
    [InlineData("--data imagefolder --data-dir ./no-such-folder", "no-such-folder")]
    [InlineData(
        "--set topology.keepDense=[\"conv9\"]",
        "topology.keepDense: got [\"conv9\"]; allowed: names of the network's layers: unknown layer to keep dense 'conv9'; known: ")]
    [InlineData("--set model.width=5000", "model: got \"resnet20\"; allowed: a network that can be built: resnet20 of width 5000 for ")]
    [InlineData(
        "--set model.width=1e300 --method small-dense",
        "model: got \"resnet20\"; allowed: a network that can be built: resnet20 of width 1E+300 for ")]
    [InlineData(
        "--set model.ensemble.name=\"tree-net\" --set model.ensemble.branch=\"layer9\"", "unknown model.ensemble.branch 'layer9'; known: ")]
    [InlineData(
        "--set model.ensemble.name=\"tree-net\" --set model.ensemble.members=1000000000",
        "allowed: a network that can be built: tree-net of 1000000000 members would have ")]
    [InlineData("--method granet --set method.updateInterval=100000", "method.updateInterval")]
    public void A_request_that_cannot_be_run_leaves_no_folder(string arguments, string named)
    {
        using TemporaryFolder scratch = new();
        var (code, output, error) = Tool.Run(["train", .. arguments.Split(' '), "--json", "--out", scratch["run"]]);
        RequireOneMessage(code, output, error, named, "train");
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Path));
    }

    [Theory]
    [InlineData("20000", "--set schedule.batch=64", "schedule.batch: got 64; allowed: a size that suits the data: a batch of 64 images of "
        + "3x32x32 has 196608 numbers; allowed: at most 20000 ")]
    [InlineData(
        "20000", "--set schedule.batch=4 --set evaluation.batch=40",
        "evaluation.batch: got 40; allowed: a smaller one: a batch of 40 images ")]
    [InlineData(
        "20000", "--set schedule.batch=4 --set evaluation.batch=4 --method snip --set method.snip.batchSize=40",
        "method.snip.batchSize: got 40; allowed: a smaller one: a batch of 40 ")]
    [InlineData(
        "2000", "--set schedule.batch=4", "data: got images of 3x32x32; allowed: images that the network can take: one image makes ")]
    public async Task Batches_that_cannot_be_held_are_refused_before_anything_is_written(string most, string arguments, string named)
    {
        using TemporaryFolder scratch = new();
        using Process tool = SmallRun.Start(
            new Dictionary<string, string> { ["SUPTICKETS_MAX_BATCH_NUMBERS"] = most },
            [
                "train", "--epochs", "1", "--set", "data.trainSamples=64", "--set", "data.testSamples=40", .. arguments.Split(' '),
                "--json", "--out", scratch["run"]]);
        Task<string> error = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        RequireOneMessage(tool.ExitCode, output, await error, named, "train");
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Path));
    }

    /// <summary>What an observer throws stands for what anything in a run throws: nothing on the way takes it for a wrong recipe.</summary>
    [Fact]
    public void A_wrong_argument_within_a_run_is_a_fault_of_the_program()
    {
        using TemporaryFolder scratch = new();
        Exception fault = Assert.ThrowsAny<Exception>(
            () => Experiment.Train(SmallRun.Recipe("rigl"), scratch["run"], [new Faulty()], CancellationToken.None));
        Failure told = Failure.Of(fault);
        Assert.Equal(1, told.ExitCode);
        Assert.StartsWith(
            "unexpected error: this is a fault of the program, not of the request: ArgumentException: no such step", told.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_itself_ends_with_2_and_an_empty_standard_output()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["mine.txt"], "mine");
        using Process tool = SmallRun.Start("train", "--json", "--out", scratch.Path);
        Task<string> error = tool.StandardError.ReadToEndAsync();
        string output = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        RequireOneMessage(tool.ExitCode, output, await error, scratch.Path, "train");
        Assert.Equal(["mine.txt"], scratch.Files);
    }

    [Fact]
    public void Damaged_files_of_a_run_are_refused_and_left_as_they_are()
    {
        using TemporaryFolder scratch = new();
        string folder = SmallRun.Train("rigl", scratch["run"]);
        Damage(folder, "ticket.safetensors", ["eval", folder]);
        Damage(folder, "tickets/cycle-1.safetensors", ["eval", Path.Combine(folder, "tickets/cycle-1.safetensors")]);
        File.Delete(Path.Combine(folder, "metrics.json"));
        Damage(folder, "checkpoint.safetensors", ["resume", folder]);

        // With another recipe a checkpoint is worth nothing either.
        Refuse(folder, "recipe.json", bytes => bytes[..(bytes.Length / 2)], ["resume", folder]);
        Refuse(
            folder, "recipe.json", bytes =>
                [.. System.Text.Encoding.UTF8.GetBytes(
                    System.Text.Encoding.UTF8.GetString(bytes).Replace("\"seed\": 7", "\"seed\": 8", StringComparison.Ordinal))],
                ["resume", folder], named: "checkpoint.safetensors");
        Assert.Equal(0, Tool.Run("resume", folder, "--json").ExitCode);
    }

    [Fact]
    public void A_ticket_is_not_measured_on_data_that_does_not_fit_it()
    {
        using TemporaryFolder scratch = new();
        string folder = SmallRun.Train("rigl", scratch["run"]);
        var (code, output, error) = Tool.Run("eval", folder, "--data", "cifar10", "--data-dir", scratch["none"], "--json");
        RequireOneMessage(code, output, error, scratch["none"], "eval");
        (code, output, error) = Tool.Run("eval", scratch["nothing.safetensors"], "--json");
        RequireOneMessage(code, output, error, "nothing.safetensors", "eval");
    }

    private sealed class Faulty : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished) throw new ArgumentException("no such step", nameof(happened));
        }
    }

    private static void Damage(string folder, string file, string[] arguments)
    {
        foreach (double share in new[] { 0, 0.001, 0.3, 0.9, 0.9999 })
        {
            Refuse(folder, file, bytes => bytes[..(int)(share * bytes.Length)], arguments);
            Refuse(folder, file, bytes => Flipped(bytes, (int)(share * bytes.Length)), arguments);
        }
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 4;
        return flipped;
    }

    private static void Refuse(string folder, string file, Func<byte[], byte[]> damage, string[] arguments, string? named = null)
    {
        string path = Path.Combine(folder, file);
        byte[] sound = File.ReadAllBytes(path);
        File.WriteAllBytes(path, damage(sound));
        var before = SmallRun.Contents(folder);
        var (code, output, error) = Tool.Run([.. arguments, "--json"]);
        RequireOneMessage(
            code, output, error, named ?? (file == "recipe.json" ? "" : Path.GetFileName(file)), $"{arguments[0]} with a damaged {file}");
        Assert.Equal(before, SmallRun.Contents(folder));
        File.WriteAllBytes(path, sound);
    }

    private static void RequireOneMessage(int code, string output, string error, string named, string what)
    {
        Assert.True(code == 2, $"{what}: exit code {code}, {error}");
        Assert.Equal("", output);
        string message = error[error.IndexOf("suptickets: ", StringComparison.Ordinal)..];
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }
}
