using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SupTickets.Tests.Reports.Browser;

/// <summary>A Chromium of this system without a window, driven by its DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private readonly List<JsonNode> events = [];
    private readonly byte[] buffer = new byte[1 << 16];
    private int calls;

    private Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>Where it is installed; null where it is not.</summary>
    public static string? Executable { get; } =
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
         from name in Names
         let file = Path.Combine(folder, name)
         where File.Exists(file)
         select file).FirstOrDefault();

    public static async Task<Chromium> Start(CancellationToken cancel)
    {
        string profile = Directory.CreateTempSubdirectory("suptickets-chromium-").FullName;
        // Without its sandbox, which containers and root do not allow: it opens nothing but our own files.
        ProcessStartInfo start = new(Executable!,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Chromium browser = new(Process.Start(start)!, profile);
        await browser.socket.ConnectAsync(await browser.Address(cancel), cancel);
        return browser;
    }

    /// <summary>Opens a page in a tab of its own, which keeps until the browser ends.</summary>
    public async Task<OpenedPage> Open(string file, int width, bool dark, CancellationToken cancel)
    {
        string target = (string)(await Call("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, null, cancel))["targetId"]!;
        string session = (string)(
            await Call("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }, null, cancel))["sessionId"]!;
        events.Clear();
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" }) await Call($"{domain}.enable", [], session, cancel);
        await Call(
            "Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 }, session,
            cancel);
        OpenedPage page = new(this, session);
        await page.Show(dark ? "dark" : "light", "screen", cancel);
        await Call("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri }, session, cancel);
        while (!events.Any(happened => (string?)happened["method"] == "Page.loadEventFired")) await Receive(cancel);
        return page;
    }

    /// <summary>What the browser told of since the page was opened, under one name.</summary>
    public IReadOnlyList<JsonNode> Events(string method) =>
        [.. events.Where(happened => (string?)happened["method"] == method).Select(happened => happened["params"]!)];

    /// <summary>One command and its answer.</summary>
    public async Task<JsonNode> Call(string method, JsonObject parameters, string? session, CancellationToken cancel)
    {
        int id = ++calls;
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, cancel);
        while (true)
        {
            JsonNode answer = await Receive(cancel);
            if ((int?)answer["id"] != id) continue;
            return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        // Helpers of the browser may end a moment after it.
        for (int attempt = 0; Directory.Exists(profile) && attempt < 50; attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(20);
            }
        }
    }

    private async Task<Uri> Address(CancellationToken cancel)
    {
        const string Mark = "DevTools listening on ";
        while (await process.StandardError.ReadLineAsync(cancel) is { } line)
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal)) continue;
            // What it says later must be read, or it waits once the pipe is full.
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancel);
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancel);
            return new(line[Mark.Length..]);
        }

        throw new InvalidOperationException($"{Executable} ended before it could be driven");
    }

    private async Task<JsonNode> Receive(CancellationToken cancel)
    {
        using MemoryStream text = new();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        JsonNode message = JsonNode.Parse(text.ToArray())!;
        if (message["method"] is not null) events.Add(message);
        return message;
    }
}
