using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SupTickets.Experiments.Data;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class DataFetcherTests : IDisposable
{
    private static readonly byte[] Content = Bytes(300_000);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = DataFetcher.CreateClient();

    private string Done => folder.At("set.bin");

    private string Part => folder.At("set.bin.part");

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

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
    public async Task A_length_above_that_of_the_published_file_is_refused_before_a_byte_is_kept()
    {
        await using FileServer server = new(Content, new Answer { Claim = 999_999_999_999 });
        string message = await Refusal(server);
        Assert.Contains("announces 999999999999 bytes; the published file has at most 1000000", message);
        Assert.Single(server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_body_without_length_and_end_is_given_up_at_that_of_the_published_file()
    {
        await using FileServer server = new(Content, new Answer { Claim = -1, Endless = true });
        string message = await Refusal(server);
        Assert.Contains("bytes and goes on; the published file has at most 1000000", message);
        Assert.Single(server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_body_without_length_is_fetched()
    {
        await using FileServer server = new(Content, new Answer { Claim = -1 });
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_connection_slower_than_allowed_counts_as_broken()
    {
        await using FileServer server = new(Content, new Answer());
        DataFetcher strict =
            new(client) { Attempts = 2, Pause = TimeSpan.Zero, Silence = TimeSpan.FromSeconds(1), SlowestRate = 1e9, Time = new Ticking() };
        Task<string> fetch = strict.Fetch(Download(server.Address), folder.Path, new Reports(), CancellationToken.None);
        Assert.Contains("it sends less than 1000000000 bytes a second", (await Assert.ThrowsAsync<DataException>(() => fetch)).Message);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_few_bytes_each_time_are_no_progress()
    {
        await using FileServer server = new(Content, new Answer(BreakAfter: 10));
        Assert.Contains("(20 bytes so far)", await Refusal(server));
        Assert.Equal([0, 10], server.Asked);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://x/y")]
    [InlineData("gopher://x")]
    public async Task Redirects_lead_to_http_and_https_alone(string elsewhere)
    {
        await using FileServer server = new(Content, new Answer(Status: 302) { Location = elsewhere });
        Assert.Contains($"redirects to {new Uri(elsewhere)}, which is not followed: only http and https", await Refusal(server));
        Assert.Single(server.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Redirects_end()
    {
        await using FileServer server = new(Content, new Answer(Status: 302) { Location = "again" });
        Assert.Contains("after 10 other redirects", await Refusal(server));
        Assert.Equal(11, server.Asked.Count);
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_followed()
    {
        await using FileServer sound = new(Content, new Answer());
        await using FileServer server = new([], new Answer(Status: 301) { Location = $"{sound.Address}set.bin" });
        await Fetch(server);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task Other_addresses_than_http_and_https_are_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Fetcher().Fetch(Download(new("file:///etc/")), folder.Path, new Reports(), CancellationToken.None));
        Assert.Contains("file:///etc/set.bin is neither http nor https", error.Message);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("application/xhtml+xml")]
    public async Task A_page_in_the_place_of_the_file_is_named_and_costs_no_byte_that_is_there_already(string type)
    {
        File.WriteAllBytes(Part, Content[..70_000]);
        await using FileServer server = new(Content, new Answer { Type = type, IgnoreRange = true });
        Assert.Contains(
            $"the server answered with a page ({type.Split(';')[0]}) in the place of the file", await Refusal(server),
            StringComparison.Ordinal);
        Assert.Single(server.Asked);
        Assert.Equal(Content[..70_000], File.ReadAllBytes(Part));
    }

    [Fact]
    public async Task An_empty_file_is_called_that()
    {
        await using FileServer server = new([], new Answer());
        Assert.Contains("the server answered with an empty file", await Refusal(server), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_part_without_its_place_is_not_believed()
    {
        File.WriteAllBytes(Part, Content[..70_000]);
        await using FileServer server = new(Content, new Answer { HidesRange = true });
        await Fetch(server);
        Assert.Equal([70_000, 0], server.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Done));
    }

    [Fact]
    public async Task A_server_that_begins_anew_and_breaks_off_here_and_there_is_given_up()
    {
        await using FileServer server = new(
            Content,
            new(BreakAfter: 100_000), new(BreakAfter: 200_000, IgnoreRange: true), new(BreakAfter: 100_000, IgnoreRange: true),
            new(BreakAfter: 200_000, IgnoreRange: true), new());
        Assert.Contains("the same command goes on from there", await Refusal(server), StringComparison.Ordinal);
        Assert.Equal(4, server.Asked.Count);
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://[")]
    [InlineData("http://a:99999/")]
    public async Task A_redirect_to_no_address_is_an_error_of_the_server(string nowhere)
    {
        await using FileServer server = new(Content, new Answer(Status: 302) { Location = nowhere });
        Assert.Matches("redirects to '.*', which is no address|the server answered 302", await Refusal(server));
        Assert.Single(server.Asked);
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

    private DataFetcher Fetcher() => new(client) { Attempts = 2, Pause = TimeSpan.Zero };

    private Task<string> Fetch(FileServer server, Reports? reports = null, CancellationToken cancellation = default) =>
        Fetcher().Fetch(Download(server.Address), folder.Path, reports ?? new Reports(), cancellation);

    private static DataDownload Download(Uri address) => new(address, new("set.bin", Md5(Content)) { MostBytes = 1_000_000 });

    private async Task<string> Refusal(FileServer server) => (await Assert.ThrowsAsync<DataException>(() => Fetch(server))).Message;

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        RandomStream random = new(6);
        for (int i = 0; i < count; i++) bytes[i] = (byte)random.NextInt(256);
        return bytes;
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the authors publish.")]
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private sealed class FailingDisk : IDisk
    {
        public void Sync(FileStream file) => throw new IOException("input/output error");

        public void SyncFolder(string folder)
        {
        }
    }

    // A second passes whenever somebody looks.
    private sealed class Ticking : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++looks;
    }

    private sealed class Reports(Action<FetchProgress>? then = null) : IProgress<FetchProgress>
    {
        public List<FetchProgress> All { get; } = [];

        public void Report(FetchProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
