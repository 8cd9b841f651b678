using System.Diagnostics;
using System.Reflection;

namespace SupTickets.Cli.Sweeps;

/// <summary>Starts this program again, in a process of its own.</summary>
internal static class ThisProgram
{
    private const string Muxer = "dotnet";

    /// <summary>The program with arguments; its three streams are pipes.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        string host = Environment.ProcessPath ?? Muxer;
        bool isMuxer = Path.GetFileNameWithoutExtension(host).Equals(Muxer, StringComparison.OrdinalIgnoreCase);
        // An executable made for this program can be started again; that of another program that hosts it cannot.
        bool isOwn = !isMuxer && Assembly.GetEntryAssembly() == typeof(ThisProgram).Assembly;
        ProcessStartInfo start = isOwn
            ? new(host, arguments)
            : new(isMuxer ? host : Muxer, [typeof(ThisProgram).Assembly.Location, .. arguments]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return Process.Start(start)!;
    }
}
