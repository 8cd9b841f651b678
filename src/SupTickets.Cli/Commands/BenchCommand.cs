using System.CommandLine;
using SupTickets.Cli.Output;

namespace SupTickets.Cli.Commands;

/// <summary><c>bench</c>: what measures speed.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal) =>
        new("bench", "Measure speed.")
        {
            BenchStepCommand.Create(terminal),
            BenchLayerCommand.Create(terminal),
            BenchCalibrateCommand.Create(terminal),
        };
}
