using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SupTickets.Cli;

/// <summary>The library's help, always of the same width, with the command's examples below it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int Width = 110;

    private readonly HelpAction help = new() { MaxWidth = Width };

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not DocumentedCommand { Examples.Count: > 0 } command) return ExitCode.Done;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in command.Examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Done;
    }
}
