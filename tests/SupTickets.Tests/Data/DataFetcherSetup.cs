using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>A file that a server of the test sends, and the folder that it is fetched into.</summary>
public abstract class DataFetcherSetup : IDisposable
{
    private protected static readonly byte[] Content = Bytes(300_000);

    private protected readonly TemporaryFolder folder = new();
    private protected readonly HttpClient client = DataFetcher.CreateClient();

    private protected string Done => folder.At("set.bin");

    private protected string Part => folder.At("set.bin.part");

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected DataFetcher Fetcher() => new(client) { Attempts = 2, Pause = TimeSpan.Zero };

    private protected Task<string> Fetch(FileServer server, Reports? reports = null, CancellationToken cancellation = default) =>
        Fetcher().Fetch(Download(server.Address), folder.Path, reports ?? new Reports(), cancellation);

    private protected static DataDownload Download(Uri address) => new(address, new("set.bin", Md5(Content)) { MostBytes = 1_000_000 });

    private protected async Task<string> Refusal(FileServer server) =>
        (await Assert.ThrowsAsync<DataException>(() => Fetch(server))).Message;

    private protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        RandomStream random = new(6);
        for (int i = 0; i < count; i++) bytes[i] = (byte)random.NextInt(256);
        return bytes;
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the authors publish.")]
    private protected static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private protected sealed class Reports(Action<FetchProgress>? then = null) : IProgress<FetchProgress>
    {
        public List<FetchProgress> All { get; } = [];

        public void Report(FetchProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
