using System.Text.Json;
using SupTickets.Cli;
using SupTickets.Cli.Output;

namespace SupTickets.Tests.Cli;

/// <summary>The command line in this process, on two writers.</summary>
internal static class Tool
{
    public static (int ExitCode, string Out, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(arguments, Terminal.Plain(output, error));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed and write one JSON document and nothing else to standard output.</summary>
    public static JsonElement Json(params string[] arguments)
    {
        var (code, output, error) = Run([.. arguments, "--json"]);
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs a command that must be refused: exit code 2, nothing on standard output, one message without a stack.</summary>
    public static string Refused(params string[] arguments)
    {
        var (code, output, error) = Run(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("suptickets: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return error.TrimEnd()["suptickets: ".Length..];
    }

    public static IEnumerable<string> Keys(this JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
