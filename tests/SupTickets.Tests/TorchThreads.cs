using System.Runtime.CompilerServices;

namespace SupTickets.Tests;

internal static class TorchThreads
{
    /// <summary>Test classes run side by side; each spinning on every core would slow all of them down many times over.</summary>
    [ModuleInitializer]
    internal static void OneEach() => TorchSharp.torch.set_num_threads(1);
}
