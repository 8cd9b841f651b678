using System.Runtime.InteropServices;
using SupTickets.Storage;

namespace SupTickets.Tests.Storage;

public sealed class DiskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_and_folders_of_this_machine_are_synced_and_nothing_is_lost()
    {
        using FileStream file = new(folder["a"], FileMode.Create);
        file.Write([1, 2, 3]);
        Disk.Native.Sync(file);
        Disk.Native.SyncFolder(folder.Path);
        Assert.Equal(3, new FileInfo(folder["a"]).Length);
    }

    [Fact]
    public void A_folder_that_is_gone_is_named_with_the_reason()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names are written with the file there");
        string message = Assert.Throws<IOException>(() => Disk.Native.SyncFolder(folder["gone"])).Message;
        Assert.StartsWith($"{folder["gone"]}: ", message, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "Input/output error")]
    [InlineData(28, "No space left on device")]
    public void An_error_of_the_disk_is_an_exception_that_names_path_and_reason(int error, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "numbers of Unix");
        string message =
            Assert.Throws<IOException>(() => Disk.Require(error, "/run/checkpoint", "its contents could not be written to disk")).Message;
        Assert.Equal($"/run/checkpoint: its contents could not be written to disk: {reason}", message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    [InlineData(30)]
    public void Where_there_is_nothing_to_wait_for_nothing_is_wrong(int error) => Disk.Require(error, "/dev/null", "x");

    /// <summary>
    /// What <c>link</c> answers on FAT, FUSE and network mounts without second names, by the numbers of each system; anything else is an
    /// error.
    /// </summary>
    [Theory]
    [InlineData("LINUX", 1, true)]
    [InlineData("LINUX", 38, true)]
    [InlineData("LINUX", 95, true)]
    [InlineData("LINUX", 78, false)]
    [InlineData("LINUX", 45, false)]
    [InlineData("LINUX", 102, false)]
    [InlineData("OSX", 1, true)]
    [InlineData("OSX", 45, true)]
    [InlineData("OSX", 78, true)]
    [InlineData("OSX", 102, true)]
    [InlineData("OSX", 38, false)]
    [InlineData("OSX", 95, false)]
    [InlineData("FREEBSD", 45, true)]
    [InlineData("FREEBSD", 78, true)]
    [InlineData("FREEBSD", 102, false)]
    [InlineData("LINUX", 13, false)]
    [InlineData("OSX", 28, false)]
    [InlineData("LINUX", 0, false)]
    public void A_file_system_without_second_names_is_known_by_its_answer(string system, int error, bool hasNone) =>
        Assert.Equal(hasNone, Disk.HasNoSecondNames(error, OSPlatform.Create(system)));

    [Fact]
    public void A_device_has_nothing_to_wait_for()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "no such device");
        using FileStream nothing = new("/dev/null", FileMode.Open, FileAccess.Write);
        nothing.WriteByte(1);
        Disk.Native.Sync(nothing);
    }
}
