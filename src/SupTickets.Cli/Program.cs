using SupTickets.Cli;
using SupTickets.Cli.Output;

KeptMemory.Keep();
OpenMpWait.Passively();
if (ProcessLimits.Current.Refusal is { } refusal)
{
    ProcessLimits.Say(refusal);
    return ExitCode.Failed;
}

StandardStreams.Complete();
var terminal = Terminal.OfProcess();
// An unhandled exception of any thread would end the process by a signal.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    Environment.Exit(CommandLine.Fail((Exception)unhandled.ExceptionObject, terminal));
return CommandLine.Run(args, terminal);
