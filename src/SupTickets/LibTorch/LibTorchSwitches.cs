using System.Runtime.InteropServices;

namespace SupTickets.LibTorch;

/// <summary>
/// libtorch's own switches of its convolution libraries, <c>torch.backends.mkldnn</c> and <c>torch.backends.nnpack</c> of PyTorch, which
/// TorchSharp does not wrap. They work at any time, also long after the library was loaded, where the variables of oneDNN must be in the
/// environment before.
/// </summary>
internal static unsafe class LibTorchSwitches
{
    // Members of at::Context are called like functions whose first argument is the object, by the conventions of all platforms in use.
    private static readonly (string Library, string Context, string SetOneDnn, string SetNnpack) Names = OperatingSystem.IsWindows()
        ? (
            "torch_cpu.dll", "?globalContext@at@@YAAEAVContext@1@XZ", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z",
            "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z")
        : (OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so",
            "_ZN2at13globalContextEv", "_ZN2at7Context20setUserEnabledMkldnnEb", "_ZN2at7Context20setUserEnabledNNPACKEb");

    /// <summary>Switches oneDNN on or off, for convolutions and everything else.</summary>
    /// <returns>Whether this libtorch has the switch.</returns>
    public static bool SwitchOneDnn(bool on) => Switch(Names.SetOneDnn, on);

    /// <summary>
    /// Switches NNPACK off. libtorch takes it for single images alone, and where NNPACK does not know the processor it says so on standard
    /// error at every convolution.
    /// </summary>
    /// <returns>Whether this libtorch has the switch.</returns>
    public static bool DisableNnpack() => Switch(Names.SetNnpack, on: false);

    // The library must be loaded already: it is found by its name alone, as whoever loaded it knew where it lies.
    private static bool Switch(string setter, bool on)
    {
        if (!NativeLibrary.TryLoad(Names.Library, out nint library)) return false;
        if (!NativeLibrary.TryGetExport(library, Names.Context, out nint context)
            || !NativeLibrary.TryGetExport(library, setter, out nint set)) return false;
        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), on ? (byte)1 : (byte)0);
        return true;
    }
}
