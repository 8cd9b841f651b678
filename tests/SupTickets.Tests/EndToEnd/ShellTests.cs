using System.Diagnostics;
using SupTickets.Cli;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.EndToEnd;

/// <summary>What a shell can hand to the tool besides arguments: closed and full streams, limits, things that are no files.</summary>
public sealed class ShellTests : IDisposable
{
    private const string SmallSweep = """
        {
          "name": "small",
          "recipe": "demo",
          "set": {
            "data.trainSamples": 128, "data.testSamples": 16, "model.name": "lenet-300-100", "schedule.epochs": 1,
            "superpose.enabled": false
          },
          "seeds": [1]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("$tool train --epochs 1 --model lenet-300-100 --set data.trainSamples=128 --set data.testSamples=16 --no-superpose "
        + "--threads 1 --out $folder/run >&-")]
    [InlineData("$tool sweep $folder/sweep.json --run 0 --out $folder/grid --json >&-")]
    [InlineData("$tool list methods 2>&-", "rigl")]
    [InlineData("$tool list methods 2>/dev/full", "rigl")]
    [InlineData("set -o pipefail; $tool list methods --json | head -1", "[")]
    public void A_stream_that_is_closed_or_of_no_use_stops_nothing(string line, string? shown = null)
    {
        File.WriteAllText(folder["sweep.json"], SmallSweep);
        var (code, output, error) = Shell($"folder={folder.Path}; {line}");
        if (!line.Contains("sweep", StringComparison.Ordinal)) Assert.Equal("", error);
        Assert.Equal(0, code);
        if (shown is null) Assert.Equal("", output);
        else Assert.Contains(shown, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$tool eval nothing 2>&-")]
    [InlineData("$tool eval nothing 2>/dev/full")]
    [InlineData("$tool eval nothing <&- >&- 2>&-")]
    public void A_message_without_a_place_leaves_the_exit_code(string line) => Assert.Equal((2, "", ""), Shell(line));

    [Theory]
    [InlineData("$tool list methods >&-")]
    [InlineData("$tool list methods --json >&-")]
    [InlineData("$tool inspect --model lenet5 --sparsity 0.9 --json >&-")]
    [InlineData("$tool train --dry-run >&-")]
    [InlineData("$tool data verify synthetic --json >&-")]
    [InlineData("$tool --help >&-")]
    [InlineData("$tool --version >&-")]
    public void A_result_that_was_to_stand_on_a_closed_standard_output_alone_is_missed(string line)
    {
        (int code, string output, string errors) = Shell(line);
        Assert.Equal((1, ""), (code, output));
        // Where the machine is slow, progress stands before it.
        Assert.Equal("suptickets: standard output cannot be written: it is closed", errors.TrimEnd('\n').Split('\n')[^1]);
    }

    [Fact]
    public void Without_both_streams_the_exit_code_still_tells() => Assert.Equal((1, "", ""), Shell("$tool list methods <&- >&- 2>&-"));

    [Theory]
    [InlineData("$tool list methods >/dev/full")]
    [InlineData("$tool list methods --json >/dev/full")]
    [InlineData("$tool --help >/dev/full")]
    [InlineData("$tool --version >/dev/full")]
    public void A_result_that_cannot_be_written_is_named(string line) =>
        Assert.Equal((1, "", "suptickets: standard output cannot be written: No space left on device\n"), Shell(line));

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(127)]
    public void Too_few_open_files_are_named(int files) => Assert.Equal(
        (1, "", $"suptickets: only {files} files may be open at a time (ulimit -n), and at least 128 are needed\n"),
        Shell($"ulimit -n {files}; $tool list methods"));

    [Theory]
    [InlineData("$tool eval $pipe", "is a pipe; only regular files are read")]
    [InlineData("$tool eval /dev/zero", "is a device; only regular files are read")]
    [InlineData("$tool train $pipe --dry-run", "is a pipe; allowed: a JSON file")]
    [InlineData("$tool sweep $pipe --dry-run", "is a pipe; allowed: a JSON file")]
    [InlineData("$tool data verify cifar10 --data-dir $folder", "is a pipe; only regular files are read")]
    [InlineData("$tool data verify imagefolder --data-dir $folder", "is a pipe; only regular files are read")]
    public void Only_files_are_read(string line, string kind)
    {
        Pipe.Make(folder["pipe"]);
        Pipe.Make(folder["cifar-10-binary.tar.gz"]);
        foreach (string part in new[] { "train/a", "val/a" })
            Pipe.Make(Path.Combine(Directory.CreateDirectory(folder[part]).FullName, "x.png"));
        var (code, _, error) = Shell(
            $"pipe={folder["pipe"]}; folder={folder.Path}; {line.Replace("$tool", "timeout 100 $tool", StringComparison.Ordinal)}");
        Assert.Equal(2, code);
        Assert.Contains(kind, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_may_come_from_a_shell()
    {
        var (code, output, error) = Shell("""$tool train <(echo '{"name":"piped"}') --dry-run""");
        Assert.True(code == 0, error);
        Assert.Contains("\"piped\"", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Shell(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "needs bash on Linux");
        ProcessStartInfo start = new("/bin/bash", ["-c", $"tool='dotnet {typeof(CommandLine).Assembly.Location}'; {line}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
