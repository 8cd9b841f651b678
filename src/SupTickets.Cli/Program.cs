using SupTickets.Cli;
using SupTickets.Cli.Output;

OpenMpWait.Passively();
return CommandLine.Run(args, Terminal.OfProcess());
