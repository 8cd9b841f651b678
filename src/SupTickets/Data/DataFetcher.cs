using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace SupTickets.Data;

/// <summary>
/// Downloads a published file. Bytes go to <c>NAME.part</c>; only a complete file with the right checksum gets its name. A
/// connection that breaks, or a cancelled call, leaves the part, and the next attempt asks for the rest of it.
/// </summary>
public sealed class DataFetcher(HttpClient client)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Attempts in a row that bring no new byte before the fetch gives up.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection may be silent before it counts as broken.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Fetches the file into <paramref name="folder"/>, unless it is there already with the right checksum, and returns its path.</summary>
    /// <exception cref="DataException">The server refuses or keeps breaking off, the checksum is wrong, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> Fetch(DataDownload download, string folder, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        Uri address = new(download.Address, download.File.Name);
        string path = Path.Combine(folder, download.File.Name), part = path + ".part";
        try
        {
            Directory.CreateDirectory(folder);
            if (File.Exists(path) && await ChecksumOf(path, cancellation).ConfigureAwait(false) == download.File.Md5) return path;
            await FetchPart(address, part, progress, cancellation).ConfigureAwait(false);
            await Accept(address, part, path, download.File.Md5, cancellation).ConfigureAwait(false);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"cannot write {part}: {error.Message}", error);
        }
        finally
        {
            if (new FileInfo(part) is { Exists: true, Length: 0 } empty) empty.Delete();
        }
    }

    private async Task FetchPart(Uri address, string part, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        using FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        for (int failures = 0; ;)
        {
            long before = file.Length;
            try
            {
                await Receive(address, file, progress, cancellation).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
                return;
            }
            catch (HttpRequestException error)
            {
                file.Flush(flushToDisk: true);
                failures = file.Length > before ? 0 : failures + 1;
                if (failures >= Attempts)
                    throw new DataException($"{address} cannot be fetched ({file.Length} bytes so far): {error.Message}; the same command goes on from there", error);
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task Receive(Uri address, FileStream file, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
        using HttpResponseMessage response = await Timed(token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation).ConfigureAwait(false);
        if (!Begin(address, response, file, out long? total)) return;
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        file.Seek(0, SeekOrigin.End);
        byte[] buffer = new byte[BufferBytes];
        while (await Timed(token => body.ReadAsync(buffer, token).AsTask(), cancellation).ConfigureAwait(false) is > 0 and int count)
        {
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            progress.Report(new(Path.GetFileName(address.LocalPath), file.Length, total));
        }

        if (total is { } expected && file.Length != expected)
            throw new HttpRequestException($"the connection ended at {file.Length} of {expected} bytes");
    }

    // Puts the file where the answer goes on; false where nothing is left to receive.
    private static bool Begin(Uri address, HttpResponseMessage response, FileStream file, out long? total)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when range?.From == file.Length:
                total = range.Length;
                return true;
            case HttpStatusCode.OK:
                // The server does not know ranges, or the file is new: what is there already comes again.
                file.SetLength(0);
                total = response.Content.Headers.ContentLength;
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when range?.Length == file.Length:
                total = file.Length;
                return false;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                file.SetLength(0);
                throw new HttpRequestException($"the server answered with another range ({range}) than asked for");
            case >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                throw new HttpRequestException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
            default:
                throw new DataException($"{address}: the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }

    // One wait for the network. Whatever goes wrong in it is an HttpRequestException, so that errors of the disk are not retried.
    private async Task<T> Timed<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellation)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        try
        {
            return await wait(silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer for {Silence.TotalSeconds:0.#} s", error);
        }
        catch (IOException error)
        {
            throw new HttpRequestException(error.Message, error);
        }
    }

    private static async Task Accept(Uri address, string part, string path, string md5, CancellationToken cancellation)
    {
        string actual = await ChecksumOf(part, cancellation).ConfigureAwait(false);
        if (actual != md5)
        {
            File.Delete(part);
            throw new DataException($"{address} has the MD5 checksum {actual}, published is {md5}; what was fetched has been deleted");
        }

        File.Move(part, path, overwrite: true);
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the authors publish; it guards against accidents only.")]
    private static async Task<string> ChecksumOf(string path, CancellationToken cancellation)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
