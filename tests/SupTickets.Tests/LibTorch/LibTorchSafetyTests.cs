using System.Runtime.InteropServices;
using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;

namespace SupTickets.Tests.LibTorch;

/// <summary>The protection as it works in this process, and its variable.</summary>
public sealed class LibTorchSafetyTests
{
    /// <summary>Read back from libtorch itself, by a switch that nothing else here uses.</summary>
    [Fact]
    public void Libtorch_is_as_the_state_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of C++ functions differ from system to system.");
        Assert.Equal(LibTorchSafety.State.OneDnn, Enabled("_ZNK2at7Context17userEnabledMkldnnEv"));
        Assert.False(Enabled("_ZNK2at7Context17userEnabledNNPACKEv"));
    }

    [Fact]
    public void Where_this_processor_hides_its_caches_oneDNN_is_off() =>
        Assert.False(Processor.Current.HidesCaches && LibTorchSafety.State.OneDnn);

    [Theory]
    [InlineData(null, nameof(LibTorchTrust.Auto))]
    [InlineData("", nameof(LibTorchTrust.Auto))]
    [InlineData("auto", nameof(LibTorchTrust.Auto))]
    [InlineData("SAFE", nameof(LibTorchTrust.Safe))]
    [InlineData("trusted", nameof(LibTorchTrust.Trusted))]
    public void The_variable_says_how_far_to_trust(string? value, string trust) =>
        Assert.Equal(Enum.Parse<LibTorchTrust>(trust), LibTorchSafety.TrustOf(value));

    [Fact]
    public void Another_word_is_refused_with_what_is_allowed() => Assert.Equal(
        "the environment variable SUPTICKETS_LIBTORCH is 'yes'; allowed are auto, safe and trusted",
        Assert.Throws<FormatException>(() => LibTorchSafety.TrustOf("yes")).Message);

    private static unsafe bool Enabled(string getter)
    {
        nint library = NativeLibrary.Load("libtorch_cpu.so");
        nint context = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "_ZN2at13globalContextEv"))();
        return ((delegate* unmanaged<nint, byte>)NativeLibrary.GetExport(library, getter))(context) != 0;
    }
}
