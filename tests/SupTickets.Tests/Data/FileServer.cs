using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SupTickets.Tests.Data;

/// <summary>How a <see cref="FileServer"/> misbehaves on one request; the last one given also answers all later requests.</summary>
/// <param name="Status">200 answers with the file, or 206 with its rest; anything else with no body.</param>
/// <param name="BreakAfter">Bytes of the body after which the connection is cut.</param>
/// <param name="IgnoreRange">Whether the whole file is sent whatever part was asked for.</param>
/// <param name="Hang">Whether the connection stays open and silent after <paramref name="BreakAfter"/> bytes.</param>
internal sealed record Answer(int Status = 200, int BreakAfter = int.MaxValue, bool IgnoreRange = false, bool Hang = false)
{
    /// <summary>What follows the number of the status.</summary>
    public string Reason { get; init; } = "Said so";

    /// <summary>Where to it redirects.</summary>
    public string? Location { get; init; }

    /// <summary>The length that the header claims instead of the true one; negative for none.</summary>
    public long? Claim { get; init; }

    /// <summary>What kind of file the header claims.</summary>
    public string? Type { get; init; }

    /// <summary>Whether a part is sent without a word of where it lies.</summary>
    public bool HidesRange { get; init; }

    /// <summary>Whether the body starts again and again for as long as somebody reads.</summary>
    public bool Endless { get; init; }
}

/// <summary>Serves one file over HTTP/1.1 on a free local port, one connection at a time.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private readonly byte[] file;
    private readonly Queue<Answer> answers;

    public FileServer(byte[] file, params Answer[] answers)
    {
        (this.file, this.answers) = (file, new(answers));
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/some/folder/");
        loop = Serve();
    }

    public Uri Address { get; }

    /// <summary>The first offset that each request asked for, in order of arrival.</summary>
    public List<long> Asked { get; } = [];

    /// <summary>The paths asked for.</summary>
    public List<string> Paths { get; } = [];

    public async ValueTask DisposeAsync()
    {
        // The loop ends first: a stopped listener refuses the next accept with an error of its own.
        await stopping.CancelAsync();
        await loop;
        listener.Stop();
        stopping.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient connection = await listener.AcceptTcpClientAsync(stopping.Token);
                await Respond(connection.GetStream(), answers.Count > 1 ? answers.Dequeue() : answers.Peek());
            }
        }
        catch (Exception error) when (error is OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task Respond(NetworkStream stream, Answer answer)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        long from = 0;
        Paths.Add((await reader.ReadLineAsync(stopping.Token))!.Split(' ')[1]);
        while (await reader.ReadLineAsync(stopping.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        Asked.Add(from);
        bool part = from > 0 && !answer.IgnoreRange && answer.Status == 200;
        int status = part ? from < file.Length ? 206 : 416 : answer.Status;
        byte[] body = status switch { 200 => file, 206 => file[(int)from..], _ => [] };
        string range = status switch
        {
            206 when answer.HidesRange => "",
            206 => $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n",
            416 => $"Content-Range: bytes */{file.Length}\r\n",
            _ => "",
        };
        string length = answer.Claim < 0 ? "" : $"Content-Length: {answer.Claim ?? body.Length}\r\n";
        string location = answer.Location is { } to ? $"Location: {to}\r\n" : "";
        string type = answer.Type is { } kind ? $"Content-Type: {kind}\r\n" : "";
        string header = $"HTTP/1.1 {status} {answer.Reason}\r\n{length}{type}{location}{range}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(header), stopping.Token);
        try
        {
            do await stream.WriteAsync(body.AsMemory(0, Math.Min(body.Length, answer.BreakAfter)), stopping.Token);
            while (answer.Endless);
        }
        catch (IOException)
        {
            // The reader has gone.
        }

        await stream.FlushAsync(stopping.Token);
        if (answer.Hang) await Task.Delay(Timeout.Infinite, stopping.Token);
    }
}
