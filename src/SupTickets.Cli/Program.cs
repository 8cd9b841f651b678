using SupTickets.Cli.Output;

return SupTickets.Cli.CommandLine.Run(args, Terminal.OfProcess());
