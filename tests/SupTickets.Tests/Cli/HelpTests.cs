using SupTickets.Tests.Structure;

namespace SupTickets.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Commands =>
    [
        "", "train", "resume", "sweep", "compare", "reproduce", "eval", "ensemble", "report", "tickets", "inspect", "bench", "bench step",
        "bench layer", "bench calibrate", "data", "data list", "data fetch", "data verify", "list", "list methods", "list drop",
        "list presets",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_as_approved(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (code, output, error) = Tool.Run([.. words, "--help"]);
        Assert.Equal((0, ""), (code, error));
        string text = string.Join('\n', output.Split(Environment.NewLine).Select(line => line.TrimEnd())).TrimEnd();
        Approval.Require($"Cli/Approved/{string.Join('-', ["help", .. words])}.txt", text.Split('\n'));
    }

    [Fact]
    public void Every_command_that_does_something_shows_an_example_that_parses()
    {
        foreach (string command in new[]
        {
            "train",
            "resume",
            "sweep",
            "compare",
            "reproduce",
            "eval",
            "ensemble",
            "report",
            "tickets",
            "inspect",
            "bench step",
            "bench layer",
            "bench calibrate",
            "data list",
            "data fetch",
            "data verify",
        })
        {
            string help = Tool.Run([.. command.Split(' '), "--help"]).Out;
            string[] examples = [.. help.Split(Environment.NewLine).Where(
                line => line.StartsWith("  suptickets ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal))];
            Assert.NotEmpty(examples);
            foreach (string example in examples)
            {
                // With --help at its end nothing runs, but every option before it must exist.
                string[] words = [.. example.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
                Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option =>
                    Assert.Contains(option, help, StringComparison.Ordinal));
                Assert.StartsWith(command, string.Join(' ', words), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Without_arguments_the_help_is_shown() => Assert.Equal(Tool.Run("--help"), Tool.Run());

    [Fact]
    public void The_version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", Tool.Run("--version").Out);
}
