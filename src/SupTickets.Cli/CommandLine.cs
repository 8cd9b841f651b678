using System.CommandLine;
using System.CommandLine.Help;
using SupTickets.Cli.Commands;
using SupTickets.Cli.Output;
using SupTickets.LibTorch;

namespace SupTickets.Cli;

/// <summary>Turns arguments into an exit code. Nothing here or below ends the process or uses the process's own streams.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        try
        {
            // "@name" is a file name like any other, not a file of further arguments.
            ParseResult request = Root(terminal).Parse(
                arguments.Count == 0 ? ["--help"] : arguments, new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            RequestErrors.Refuse(request);
            terminal.Verbosity = request.GetValue<bool>(SharedOptions.VerboseName) ? Verbosity.Verbose : Verbosity.Short;
            int code = request.Invoke(new()
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            return code == ExitCode.Done && !terminal.IsComplete ? ExitCode.Failed : code;
        }
        // The one place where an exception becomes a message and an exit code.
        catch (Exception error)
        {
            return Fail(error, terminal);
        }
        finally
        {
            // At the end, when every convolution in use has been checked.
            if (LibTorchSafety.Known is { } state) terminal.Explain($"suptickets: {state}");
        }
    }

    /// <summary>Writes what went wrong, and returns the exit code for it.</summary>
    public static int Fail(Exception error, Terminal terminal)
    {
        Failure failure = Failure.Of(error);
        terminal.Error.WriteLine($"suptickets: {LongValue.Shorten(failure.Message)}");
        return failure.ExitCode;
    }

    private static Command Root(Terminal terminal)
    {
        // Not a RootCommand, whose name is that of the executable, SupTickets.Cli.
        Command root = new(
            "suptickets", "Trains networks that are sparse from the first step to the last, and superposes the cheap tickets of one run.")
        {
            TrainCommand.Create(terminal),
            ResumeCommand.Create(terminal),
            SweepCommand.Create(terminal),
            CompareCommand.Create(terminal),
            ReproduceCommand.Create(terminal),
            EvalCommand.Create(terminal),
            EnsembleCommand.Create(terminal),
            TicketsCommand.Create(terminal),
            ReportCommand.Create(terminal),
            InspectCommand.Create(terminal),
            BenchCommand.Create(terminal),
            DataCommand.Create(terminal),
            ListCommand.Create(terminal),
            SharedOptions.Verbose(),
            new HelpOption { Action = new HelpWithExamples() },
            new VersionOption { Action = new VersionLine() },
        };
        return root;
    }
}
