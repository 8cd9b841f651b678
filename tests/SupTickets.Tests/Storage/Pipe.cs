using System.Diagnostics;

namespace SupTickets.Tests.Storage;

/// <summary>Pipes that have a name in the file system.</summary>
internal static class Pipe
{
    public static void Make(string path)
    {
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
