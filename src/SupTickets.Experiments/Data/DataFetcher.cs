using System.Net;
using System.Net.Http.Headers;
using SupTickets.Storage;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Downloads a published file. Bytes go to <c>NAME.part</c>; only a complete file with the right checksum gets its name. After a broken
/// connection or a cancelled call the part stays, and the next attempt asks for the rest. It never waits without end: a server that is
/// silent, slow or sends more than the file can have is given up.
/// </summary>
/// <param name="client">The client to use: <see cref="CreateClient"/>, or one with handlers of the caller's.</param>
public sealed class DataFetcher(HttpClient client)
{
    private const int BufferBytes = 1 << 17, MostRedirects = 10;

    /// <summary>
    /// How many attempts in a row may bring less than <see cref="SlowestRate"/> would in <see cref="Silence"/>, before the fetch gives up.
    /// </summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection may be silent before it counts as broken.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes a second that a connection brings at least, measured over <see cref="Silence"/>; a slower one counts as broken.
    /// </summary>
    public double SlowestRate { get; init; } = 1024;

    /// <summary>The disk that the file is written to.</summary>
    internal IDisk Target { get; init; } = Disk.Native;

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A client for the fetcher. It has no timeout of its own, and follows no redirect itself.</summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private long LeastBytes => (long)(SlowestRate * Silence.TotalSeconds);

    /// <summary>
    /// Fetches the file into <paramref name="folder"/>, unless it is there already with the right checksum, and returns its path.
    /// </summary>
    /// <exception cref="ArgumentException">The address is neither http nor https.</exception>
    /// <exception cref="InvalidDataException">
    /// Something that is no file has the file's name, or nothing can be written into the folder; no server was asked.
    /// </exception>
    /// <exception cref="DataException">
    /// The server refuses, breaks off repeatedly, or sends too much or something else; the checksum is wrong; or the disk fails.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> Fetch(DataDownload download, string folder, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        Uri address = new(download.Address, download.File.Name);
        if (address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"the address {address} is neither http nor https", nameof(download));
        string path = Path.Combine(folder, download.File.Name), part = path + ".part";
        RegularFile.Require(path);
        RegularFile.Require(part);
        try
        {
            if (File.Exists(path) && await Md5Sum.Of(path, cancellation).ConfigureAwait(false) == download.File.Md5) return path;
            using (FileStream file = Open(folder, part))
                await FetchPart(address, file, download.File.MostBytes, progress, cancellation).ConfigureAwait(false);
            await Accept(address, part, path, download.File.Md5, cancellation).ConfigureAwait(false);
            Target.SyncFolder(folder);
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

    // Opened before a server is asked: an error here is no fault of the network.
    private static FileStream Open(string folder, string part)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"nothing can be written into the folder '{folder}': {refusal.Message}", refusal);
        }
    }

    private async Task FetchPart(Uri address, FileStream file, long most, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        // The longest that the part ever was. A server that begins again each time, and breaks off here and there, makes no progress.
        long best = file.Length;
        for (int failures = 0; ;)
        {
            try
            {
                await Receive(address, file, most, progress, cancellation).ConfigureAwait(false);
                Target.Sync(file);
                return;
            }
            catch (HttpRequestException error)
            {
                Target.Sync(file);
                // A few bytes each time do not count as progress: that could go on for years.
                failures = file.Length - best >= LeastBytes ? 0 : failures + 1;
                best = Math.Max(best, file.Length);
                if (failures >= Attempts)
                    throw new DataException(
                        $"{address} cannot be fetched ({file.Length} bytes so far): {error.Message}; the same command goes on from there",
                        error);
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task Receive(Uri address, FileStream file, long most, IProgress<FetchProgress> progress, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await Ask(address, file.Length, cancellation).ConfigureAwait(false);
        if (!Begin(address, response, file, out long? total)) return;
        if (total > most) throw TooLong(address, file, $"announces {total} bytes", most);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        file.Seek(0, SeekOrigin.End);
        byte[] buffer = new byte[BufferBytes];
        (long since, long before) = (Time.GetTimestamp(), file.Length);
        while (await Timed(token => body.ReadAsync(buffer, token).AsTask(), cancellation).ConfigureAwait(false) is > 0 and int count)
        {
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            if (file.Length > most) throw TooLong(address, file, $"sends {file.Length} bytes and goes on", most);
            progress.Report(new(Path.GetFileName(address.LocalPath), file.Length, total));
            if (Time.GetElapsedTime(since) < Silence) continue;
            if (file.Length - before < LeastBytes) throw new HttpRequestException($"it sends less than {SlowestRate:0.#} bytes a second");
            (since, before) = (Time.GetTimestamp(), file.Length);
        }

        if (total is { } expected && file.Length != expected)
            throw new HttpRequestException($"the connection ended at {file.Length} of {expected} bytes");
    }

    // Redirects are followed here, because the client would follow one from https to http, or to an address of any kind.
    private async Task<HttpResponseMessage> Ask(Uri address, long from, CancellationToken cancellation)
    {
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
            HttpResponseMessage response = await Timed(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation).ConfigureAwait(false);
            bool moved = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;
            if (!moved || response.Headers.Location is not { } location) return response;
            response.Dispose();
            if (!Uri.TryCreate(address, location, out Uri? next) || next.Host.Length == 0 && next.Scheme is "http" or "https")
                throw new DataException($"{address} redirects to '{location.OriginalString}', which is no address");
            if (next.Scheme != "https" && (next.Scheme != "http" || address.Scheme == "https"))
                throw new DataException(
                    $"{address} redirects to {next}, which is not followed: only http and https, and from https only https");
            if (redirects == MostRedirects)
                throw new DataException($"{address} redirects to {next}, after {MostRedirects} other redirects");
            address = next;
        }
    }

    private static DataException TooLong(Uri address, FileStream file, string what, long most)
    {
        file.SetLength(0);
        return new($"{address} {what}; the published file has at most {most}, so this is another one; what was fetched has been deleted");
    }

    // Sets the file to the position at which the answer continues; false if nothing is left to receive.
    private static bool Begin(Uri address, HttpResponseMessage response, FileStream file, out long? total)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent when IsPage(response.Content.Headers.ContentType):
                throw new DataException(
                    $"{address}: the server answered with a page ({response.Content.Headers.ContentType!.MediaType}) in the place of the "
                    + "file, as networks do that want a login first");
            case HttpStatusCode.PartialContent when range?.From == file.Length:
                total = range.Length;
                return true;
            case HttpStatusCode.OK:
                // The server does not support ranges, or the file is new: the bytes already there come again.
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

    private static bool IsPage(MediaTypeHeaderValue? type) => type?.MediaType is "text/html" or "application/xhtml+xml";

    // Waits for the network. Every error of it becomes an HttpRequestException, so that errors of the disk are not retried.
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
        if (new FileInfo(part).Length == 0) throw new DataException($"{address}: the server answered with an empty file");
        string actual = await Md5Sum.Of(part, cancellation).ConfigureAwait(false);
        if (actual != md5)
        {
            File.Delete(part);
            throw new DataException($"{address} has the MD5 checksum {actual}, published is {md5}; what was fetched has been deleted");
        }

        File.Move(part, path, overwrite: true);
    }
}
