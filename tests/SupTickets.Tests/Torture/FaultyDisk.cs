using System.Diagnostics;
using SupTickets.Cli;
using SupTickets.Tests.Structure;

namespace SupTickets.Tests.Torture;

/// <summary>
/// The tool in processes of its own whose file operations below one folder are counted, and of which one ends the process or fails:
/// <c>faults.c</c>, which is compiled where there is a compiler and loaded before the C library.
/// </summary>
internal sealed class FaultyDisk
{
    private readonly string library;

    private FaultyDisk(string path) => library = path;

    /// <summary>The disk, its library written to <paramref name="folder"/>; skips the test where there is no compiler.</summary>
    public static FaultyDisk Make(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file operations are made to fail by LD_PRELOAD, which is Linux's");
        string library = Path.Combine(folder, "faults.so"), source = Path.Combine(
            Repository.Root, "tests", "SupTickets.Tests", "Torture", "faults.c");
        try
        {
            using Process compiler = Process.Start(
                new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]) { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no C compiler (cc) to make the library from that lets file operations fail");
        }

        return new(library);
    }

    /// <summary>Runs the tool to its end, however that comes.</summary>
    /// <param name="fault">Which operation fails and how; null for none.</param>
    /// <param name="root">The folder whose operations are counted.</param>
    /// <param name="log">A file that lists them; null for none.</param>
    /// <param name="arguments">The command.</param>
    public Ending Run(Fault? fault, string root, string? log, params string[] arguments)
    {
        Dictionary<string, string> variables = new() { ["LD_PRELOAD"] = library, ["FAULT_ROOT"] = root, ["FAULT_LOG"] = log ?? "" };
        if (fault is not null)
        {
            variables["FAULT_AT"] = $"{fault.At}";
            variables["FAULT_ACT"] = fault.Act;
            variables["FAULT_ONLY"] = fault.Only;
            variables["FAULT_STICKY"] = fault.Stays ? "1" : "0";
        }

        using Process tool = Start(variables, arguments);
        return Ending.Of(tool);
    }

    /// <summary>Starts the tool; it stops itself where the machine has become too slow to wait for.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>How a process ended.</summary>
    public sealed record Ending(int Code, string Error)
    {
        public static Ending Of(Process process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, error.Result);
        }
    }

    /// <summary>What happens at an operation.</summary>
    /// <param name="At">Its number, from 1.</param>
    /// <param name="Act"><c>kill</c>, <c>killed-after</c>, or the number of an error.</param>
    /// <param name="Only">The kind of operation that is counted; empty for every kind.</param>
    /// <param name="Stays">Whether all that come after it fail too.</param>
    public sealed record Fault(long At, string Act, string Only = "", bool Stays = false);
}
