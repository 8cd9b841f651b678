using SupTickets.Cli;
using SupTickets.Cli.Output;

OpenMpWait.Passively();
if (ProcessLimits.Current.Refusal is { } refusal)
{
    ProcessLimits.Say(refusal);
    return ExitCode.Failed;
}

StandardStreams.Complete();
var terminal = Terminal.OfProcess();
// What a thread of ours or of a library could not handle would end the process by a signal.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    Environment.Exit(CommandLine.Fail((Exception)unhandled.ExceptionObject, terminal));
return CommandLine.Run(args, terminal);
