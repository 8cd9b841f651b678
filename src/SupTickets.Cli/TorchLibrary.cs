using SupTickets.LibTorch;
using TorchSharp;

namespace SupTickets.Cli;

/// <summary>Loads TorchSharp's native half. Called by commands that compute, after their first output.</summary>
internal static class TorchLibrary
{
    /// <summary>Loads the library; later calls do nothing.</summary>
    /// <exception cref="NotSupportedException">It cannot be loaded.</exception>
    public static void Load()
    {
        // If loading fails, TorchSharp prints pages about its search to the console, where --json promises one document.
        TextWriter console = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            LibTorchSafety.Prepare();
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
