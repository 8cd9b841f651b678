using System.Runtime.InteropServices;
using SupTickets.LibTorch;
using SupTickets.Tests.Cli.Commands;

namespace SupTickets.Tests.LibTorch;

/// <summary>libtorch's own switches, read back from libtorch. Alone in the process: nothing may be convolved meanwhile.</summary>
[Collection(nameof(WholeRuns))]
public sealed class LibTorchSwitchesTests
{
    [Fact]
    public void OneDNN_goes_off_and_on_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of C++ functions differ from system to system.");
        bool before = LibTorchSafety.State.OneDnn;
        try
        {
            foreach (bool on in new[] { !before, before, !before })
            {
                Assert.True(LibTorchSwitches.SwitchOneDnn(on));
                Assert.Equal(on, IsOn());
            }
        }
        finally
        {
            LibTorchSwitches.SwitchOneDnn(before);
        }
    }

    private static unsafe bool IsOn()
    {
        nint library = NativeLibrary.Load("libtorch_cpu.so");
        nint context = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "_ZN2at13globalContextEv"))();
        return ((delegate* unmanaged<nint, byte>)NativeLibrary.GetExport(library, "_ZNK2at7Context17userEnabledMkldnnEv"))(context) != 0;
    }
}
