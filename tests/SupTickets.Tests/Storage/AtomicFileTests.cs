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
    public void A_file_that_is_missing_for_what_is_written_is_no_fault_of_the_folder()
    {
        AtomicFile.Write(folder["a"], stream => stream.WriteByte(1));
        string message =
            Assert.Throws<IOException>(() => AtomicFile.Write(folder["a"], stream => File.ReadAllBytes(folder["source"]))).Message;
        Assert.StartsWith($"{folder["a"]}: ", message, StringComparison.Ordinal);
        Assert.Contains(folder["source"], message, StringComparison.Ordinal);
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere an open file cannot be taken away");
        message =
            Assert.Throws<IOException>(() => AtomicFile.Replace(folder["a"], folder["before"], stream => File.Delete(stream.Name))).Message;
        Assert.StartsWith($"{folder["a"]}: what was written for it is gone", message, StringComparison.Ordinal);
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void A_disk_that_does_not_take_the_contents_stops_the_writing_and_the_old_file_stays()
    {
        AtomicFile.Write(folder["a"], stream => stream.WriteByte(1));
        string message = Assert.Throws<IOException>(
            () => AtomicFile.Write(folder["a"], stream => stream.WriteByte(2), new FailingDisk(Files: true))).Message;
        Assert.StartsWith(folder["a"], message, StringComparison.Ordinal);
        Assert.Contains("Input/output error", message, StringComparison.Ordinal);
        Assert.Equal(["a"], folder.Files);
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void A_disk_that_does_not_take_the_name_is_an_error_too()
    {
        string message = Assert.Throws<IOException>(
            () => AtomicFile.Write(folder["a"], stream => stream.WriteByte(2), new FailingDisk(Files: false))).Message;
        Assert.StartsWith(folder.Path, message, StringComparison.Ordinal);
        Assert.Equal(["a"], folder.Files);
    }

    [Theory]
    [InlineData("a.tmp")]
    [InlineData("a.0123456789abcdef0123456789abcdef.tmp")]
    public void What_a_killed_process_left_is_removed_by_a_later_writing(string leftover)
    {
        File.WriteAllBytes(folder[leftover], new byte[100]);
        File.SetLastWriteTimeUtc(folder[leftover], DateTime.UtcNow - TemporaryFiles.Abandoned);
        File.WriteAllBytes(folder["mine.tmp"], []);
        File.SetLastWriteTimeUtc(folder["mine.tmp"], DateTime.UnixEpoch);
        AtomicFile.Write(folder["a"], stream => stream.WriteByte(3));
        Assert.Equal(["a", "mine.tmp"], folder.Files);
        Assert.Equal([3], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void What_a_living_process_writes_stays()
    {
        AtomicFile.Write(folder["a"], slow =>
        {
            AtomicFile.Write(folder["a"], fast => fast.WriteByte(1));
            slow.WriteByte(2);
        });
        Assert.Equal(["a"], folder.Files);
        Assert.Equal([2], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void What_is_being_written_is_left_by_whoever_tidies_the_folder_up()
    {
        int written = 0;
        File.WriteAllText(folder["a.tmp"], "left");
        AtomicFile.Write(folder["a"], stream =>
        {
            stream.WriteByte((byte)++written);
            TemporaryFiles.Remove(folder.Path, target => target == "a", TimeSpan.Zero);
            Assert.Equal([Path.GetFileName(stream.Name)], folder.Files);
        });
        Assert.Equal((1, "a"), (written, Assert.Single(folder.Files)));
        TemporaryFiles.Remove(folder.Path, target => target == "a", TimeSpan.Zero);
        Assert.Equal([1], File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void What_was_taken_away_before_it_had_its_name_is_written_once_more()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere an open file cannot be taken away");
        byte written = 0;
        AtomicFile.Write(folder["a"], stream =>
        {
            stream.WriteByte(++written);
            if (written == 1) File.Delete(stream.Name);
        });
        Assert.Equal([2], File.ReadAllBytes(folder["a"]));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void Of_many_writers_at_once_each_writes_a_whole_file()
    {
        Parallel.For(
            0, 64, number => AtomicFile.Write(folder["a"], stream => stream.Write(Enumerable.Repeat((byte)number, 1000).ToArray())));
        byte[] written = File.ReadAllBytes(folder["a"]);
        Assert.Equal(Enumerable.Repeat(written[0], 1000), written);
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void Of_many_that_write_a_new_file_one_does()
    {
        // Many names, each wanted by all at the same moment: with one name alone the test seldom saw that several were told so.
        const int names = 200, writers = 4;
        int[] written = new int[names];
        using Barrier start = new(writers);
        Thread[] threads = [.. Enumerable.Range(0, writers).Select(writer => new Thread(() =>
        {
            for (int name = 0; name < names; name++)
            {
                start.SignalAndWait();
                bool isOurs = AtomicFile.TryWriteNew(folder[$"{name:000}"], stream => stream.WriteByte((byte)writer));
                if (isOurs) Interlocked.Increment(ref written[name]);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(written, count => Assert.Equal(1, count));
        Assert.Equal(Enumerable.Range(0, names).Select(name => $"{name:000}"), folder.Files);
    }

    [Fact]
    public void A_replaced_file_is_kept_as_the_previous_one()
    {
        for (byte number = 1; number <= 3; number++) AtomicFile.Replace(folder["a"], folder["before"], stream => stream.WriteByte(number));
        Assert.Equal(["a", "before"], folder.Files);
        Assert.Equal([3], File.ReadAllBytes(folder["a"]));
        Assert.Equal([2], File.ReadAllBytes(folder["before"]));
    }

    [Fact]
    public void What_a_link_leads_to_is_written_and_the_link_stays()
    {
        File.WriteAllBytes(folder["end"], [1]);
        File.CreateSymbolicLink(folder["between"], "end");
        File.CreateSymbolicLink(folder["link"], folder["between"]);
        AtomicFile.Write(folder["link"], stream => stream.WriteByte(2));
        Assert.Equal([2], File.ReadAllBytes(folder["end"]));
        Assert.Equal(folder["between"], new FileInfo(folder["link"]).LinkTarget);
        File.Delete(folder["end"]);
        AtomicFile.Write(folder["link"], stream => stream.WriteByte(3));
        Assert.Equal([3], File.ReadAllBytes(folder["end"]));
        Assert.Equal(["between", "end", "link"], folder.Files);
    }

    [Fact]
    public void A_link_to_itself_is_an_error_that_names_it()
    {
        File.CreateSymbolicLink(folder["circle"], "circle");
        Assert.StartsWith(
            folder["circle"], Assert.Throws<IOException>(() => AtomicFile.WriteText(folder["circle"], "x")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x", typeof(UnauthorizedAccessException))]
    [InlineData("/nowhere/at/all", typeof(DirectoryNotFoundException))]
    [InlineData("/dev/null/x", typeof(DirectoryNotFoundException))]
    public void A_place_where_nothing_can_be_written_is_named_as_it_was_given(string path, Type kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "places of Linux");
        Exception error = Record.Exception(() => AtomicFile.WriteText(path, "x"))!;
        Assert.IsType(kind, error);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
    }

    private sealed record FailingDisk(bool Files) : IDisk
    {
        public void Sync(FileStream file)
        {
            if (Files) Disk.Require(5, file.Name, "its contents could not be written to disk");
        }

        public void SyncFolder(string folder) => Disk.Require(5, folder, "the names in it could not be written to disk");
    }
}
