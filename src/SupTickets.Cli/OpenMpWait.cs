using System.Runtime.InteropServices;

namespace SupTickets.Cli;

/// <summary>
/// Sets how libtorch's threads wait for work. By default they spin for milliseconds, on cores that the kernels' own threads or other
/// processes need: layers next to a libtorch operation took twice as long.
/// </summary>
internal static partial class OpenMpWait
{
    /// <summary>
    /// Lets them sleep, unless the environment already sets it. It must be called before libtorch is loaded, which reads the setting then.
    /// </summary>
    public static void Passively()
    {
        if (OperatingSystem.IsLinux()) _ = SetNative("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    // .NET keeps a copy of the environment; native libraries read the process's own.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);
}
