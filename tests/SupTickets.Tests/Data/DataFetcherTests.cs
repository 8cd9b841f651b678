using SupTickets.Experiments.Data;
using SupTickets.Storage;

namespace SupTickets.Tests.Data;

public sealed class DataFetcherTests : DataFetcherSetup
{
    [Fact]
    public async Task A_file_arrives_whole_with_progress_up_to_its_length()
    {
        await using FileServer server = new(Content, new Answer());
        Reports reports = new();
        Assert.Equal(Done, await Fetch(server, reports));
        Assert.Equal(Content, File.ReadAllBytes(Done));
        Assert.Equal(["/some/folder/set.bin"], server.Paths);
        Assert.Equal(new FetchProgress("set.bin", Content.Length, Content.Length), reports.All[^1]);
        Assert.Equal(reports.All.OrderBy(report => report.Received), reports.All);
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        await using FileServer server = new(Content, new(BreakAfter: 100_000), new(BreakAfter: 50_000), new());
        await Fetch(server);
        Assert.Equal([0, 100_000, 150_000], server.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task After_giving_up_the_part_stays_and_the_next_call_goes_on()
    {
        await using (FileServer broken = new(Content, new(BreakAfter: 70_000), new(Status: 503)))
        {
            string message = (await Assert.ThrowsAsync<DataException>(() => Fetch(broken))).Message;
            Assert.Contains("(70000 bytes so far)", message);
            Assert.Contains("503", message);
            Assert.Equal([0, 70_000, 70_000], broken.Asked);
        }

        Assert.Equal(70_000, new FileInfo(Part).Length);
        Assert.False(File.Exists(Done));
        await using FileServer sound = new(Content, new Answer());
        await Fetch(sound);
        Assert.Equal([70_000], sound.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_the_file_again_from_the_start()
    {
        await using FileServer server = new(Content, new(BreakAfter: 100_000), new(IgnoreRange: true));
        await Fetch(server);
        Assert.Equal([0, 100_000], server.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_part_that_is_complete_already_is_accepted_without_another_byte()
    {
        File.WriteAllBytes(Part, Content);
        await using FileServer server = new(Content, new Answer());
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_started_anew()
    {
        File.WriteAllBytes(Part, Bytes(300_007));
        await using FileServer server = new(Content, new Answer());
        await Fetch(server);
        Assert.Equal([300_007, 0], server.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_and_names_both_sums()
    {
        byte[] other = [.. Content];
        other[1234] ^= 1;
        await using FileServer server = new(other, new Answer());
        string message = (await Assert.ThrowsAsync<DataException>(() => Fetch(server))).Message;
        Assert.Contains(Md5(other), message);
        Assert.Contains($"published is {Md5(Content)}", message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error_at_once_that_names_the_address()
    {
        await using FileServer server = new(Content, new Answer(Status: 404));
        string message = (await Assert.ThrowsAsync<DataException>(() => Fetch(server))).Message;
        Assert.Contains($"{server.Address}set.bin: the server answered 404", message);
        Assert.Single(server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_that_names_the_address()
    {
        Uri address;
        await using (FileServer server = new(Content, new Answer())) address = server.Address;
        var error = await Assert.ThrowsAsync<DataException>(
            () => Fetcher().Fetch(Download(address), folder.Path, new Reports(), CancellationToken.None));
        Assert.Contains($"{address}set.bin cannot be fetched", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Silence_counts_as_a_broken_connection()
    {
        await using FileServer server = new(Content, new Answer(BreakAfter: 1000, Hang: true));
        DataFetcher impatient = new(client) { Attempts = 1, Pause = TimeSpan.Zero, Silence = TimeSpan.FromMilliseconds(100) };
        var error = await Assert.ThrowsAsync<DataException>(
            () => impatient.Fetch(Download(server.Address), folder.Path, new Reports(), CancellationToken.None));
        Assert.Contains("no answer for 0.1 s", error.Message);
    }

    [Fact]
    public async Task Cancelling_keeps_the_part_for_the_next_call()
    {
        await using (FileServer slow = new(Content, new Answer(BreakAfter: 90_000, Hang: true)))
        {
            using CancellationTokenSource cancellation = new();
            Reports reports = new(report =>
            {
                if (report.Received >= 90_000) cancellation.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(slow, reports, cancellation.Token));
        }

        Assert.Equal(Content[..90_000], File.ReadAllBytes(Part));
        Assert.False(File.Exists(Done));
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_not_fetched_again_unless_it_is_damaged()
    {
        await using FileServer server = new(Content, new Answer());
        File.WriteAllBytes(Done, Content);
        await Fetch(server);
        Assert.Empty(server.Asked);
        File.WriteAllBytes(Done, Content[..1000]);
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task Nobody_is_asked_for_what_cannot_be_written()
    {
        await using FileServer server = new(Content, new Answer());
        File.WriteAllText(folder.At("file"), "");
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Fetcher().Fetch(Download(server.Address), folder.At("file"), new Reports(), CancellationToken.None));
        Assert.StartsWith($"nothing can be written into the folder '{folder.At("file")}': ", refusal.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Done);
        await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_disk_that_has_not_taken_the_bytes_is_an_error_that_names_the_part()
    {
        await using FileServer server = new(Content, new Answer());
        DataFetcher failing = new(client) { Attempts = 1, Target = new FailingDisk() };
        var error = await Assert.ThrowsAsync<DataException>(
            () => failing.Fetch(Download(server.Address), folder.Path, new Reports(), CancellationToken.None));
        Assert.Contains($"cannot write {Part}: ", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Done));
    }

    [Fact]
    public void A_mirror_replaces_the_folder_of_the_address_with_or_without_a_slash()
    {
        DataDownload cifar = DataSets.DownloadOf("cifar10");
        Assert.Equal("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", new Uri(cifar.Address, cifar.File.Name).AbsoluteUri);
        foreach (string mirror in new[] { "http://mirror/data", "http://mirror/data/" })
            Assert.Equal(
                "http://mirror/data/cifar-10-binary.tar.gz", new Uri(cifar.From(new(mirror)).Address, cifar.File.Name).AbsoluteUri);
    }

    private sealed class FailingDisk : IDisk
    {
        public void Sync(FileStream file) => throw new IOException("input/output error");

        public void SyncFolder(string folder)
        {
        }
    }
}
