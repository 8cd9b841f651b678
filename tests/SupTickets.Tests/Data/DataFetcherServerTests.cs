using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

/// <summary>Servers that are slow, send something else, or redirect.</summary>
public sealed class DataFetcherServerTests : DataFetcherSetup
{
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

    // A second passes whenever somebody looks.
    private sealed class Ticking : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++looks;
    }
}
