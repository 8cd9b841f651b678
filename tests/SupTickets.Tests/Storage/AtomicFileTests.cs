using SupTickets.Storage;

namespace SupTickets.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_failed_writing_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(folder["a"], stream => stream.WriteByte(1));
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.WriteByte(2);
            throw new IOException("disk full");
        }));
        Assert.Equal(["a"], folder.Files);
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void A_leftover_of_a_killed_process_does_no_harm()
    {
        File.WriteAllBytes(folder["a.tmp"], new byte[100]);
        AtomicFile.Write(folder["a"], stream => stream.WriteByte(3));
        Assert.Equal(["a"], folder.Files);
        Assert.Equal([3], File.ReadAllBytes(folder["a"]));
    }
}
