using System.Runtime.InteropServices;

namespace SupTickets.LibTorch;

/// <summary>
/// libtorch's own switches of its convolution libraries, <c>torch.backends.mkldnn</c> and <c>torch.backends.nnpack</c> of PyTorch, which
/// TorchSharp does not wrap. They work at any time after the library was loaded. oneDNN's own variables would have to be in the environment
/// before.
/// </summary>
internal static unsafe class LibTorchSwitches
{
    // Members of at::Context can be called as functions whose first argument is the object, by the calling conventions of all platforms in
    // use.
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
    /// Switches NNPACK off. libtorch uses it for single images only. If NNPACK does not know the processor, it writes a line to standard
    /// error for every convolution.
    /// </summary>
    /// <returns>Whether this libtorch has the switch.</returns>
    public static bool DisableNnpack() => Switch(Names.SetNnpack, on: false);

    // The library must be loaded already; then its name alone finds it.
    private static bool Switch(string setter, bool on)
    {
        if (!NativeLibrary.TryLoad(Names.Library, out nint library)) return false;
        if (!NativeLibrary.TryGetExport(library, Names.Context, out nint context)
            || !NativeLibrary.TryGetExport(library, setter, out nint set)) return false;
        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), on ? (byte)1 : (byte)0);
        return true;
    }
}
