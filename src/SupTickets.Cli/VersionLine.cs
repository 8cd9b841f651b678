using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace SupTickets.Cli;

/// <summary>Prints the version of the tool, not of whatever program hosts it.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        string version = typeof(VersionLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine(version.Split('+')[0]);
        return ExitCode.Done;
    }
}
